package io.relayhub.connector.chrome.trace;

import io.relayhub.connector.chrome.cdp.CdpConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A trace in a page of JSON: what its main thread did, its longest tasks, its vitals, layout shifts and slowest
/// requests. Times are milliseconds since the navigation in the trace, else since its beginning.
public final class TraceSummary {
    private static final int SHOWN = 10;
    private static final int MAX_URL = 300;

    private record Request(String url, long sent, long finished, long bytes, int status) {
        double millis() {
            return (finished - sent) / 1e3;
        }
    }

    private record Shift(long at, double score) {}

    private final String frame;
    private final Set<Integer> processes = new HashSet<>();
    private final Map<Integer, Integer> mainThreads = new HashMap<>();
    private final MainThread thread = new MainThread();
    private final Map<String, Request> requests = new LinkedHashMap<>();
    private final List<Shift> shifts = new ArrayList<>();
    private long events;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long navigation;
    private long firstPaint;
    private long largestPaint;
    private double longestInteraction = -1;

    private TraceSummary(String frame) {
        this.frame = frame;
    }

    /// @param frame Chrome's id of the main frame
    /// @throws IOException when the file is not what Chrome writes
    public static ObjectNode of(TraceFile file, String frame) throws IOException {
        TraceSummary summary = new TraceSummary(frame);
        file.events(summary::onPlace);
        file.events(summary::onEvent);
        summary.thread.finish();
        return summary.toJson();
    }

    /// First it is found out which threads are the page's: what says so may stand at the end.
    private void onPlace(JsonNode event) {
        JsonNode args = event.path("args");
        int process = event.path("pid").asInt(0);
        switch (event.path("name").asString("")) {
            case "TracingStartedInBrowser" -> args.path("data").path("frames").forEach(this::onFrame);
            case "FrameCommittedInBrowser" -> onFrame(args.path("data"));
            case "thread_name" -> {
                if (args.path("name").asString("").equals("CrRendererMain")) {
                    mainThreads.put(process, event.path("tid").asInt(0));
                }
            }
            case "navigationStart" -> {
                boolean its = args.path("frame").asString("").equals(frame)
                        && args.path("data").path("isLoadingMainFrame").asBoolean(true)
                        && !args.path("data")
                                .path("documentLoaderURL")
                                .asString("")
                                .isEmpty();
                if (its) {
                    navigation = Math.max(navigation, event.path("ts").asLong(0));
                }
            }
            default -> {
                // It says nothing of places.
            }
        }
    }

    private void onFrame(JsonNode one) {
        if (one.path("frame").asString("").equals(frame) && one.has("processId")) {
            processes.add(one.path("processId").asInt(0));
        }
    }

    private void onEvent(JsonNode event) {
        events++;
        long at = event.path("ts").asLong(0);
        if (at > 0) {
            first = Math.min(first, at);
            last = Math.max(last, at + event.path("dur").asLong(0));
        }
        int process = event.path("pid").asInt(0);
        if (!processes.contains(process)) {
            return;
        }
        if (mainThreads.getOrDefault(process, -1) == event.path("tid").asInt(0)) {
            thread.add(event);
        }
        if (at >= navigation) {
            onMoment(event, at);
        }
    }

    private void onMoment(JsonNode event, long at) {
        JsonNode args = event.path("args");
        JsonNode data = args.path("data");
        boolean main = args.path("frame").asString("").equals(frame);
        switch (event.path("name").asString("")) {
            case "firstContentfulPaint" -> firstPaint = main ? at : firstPaint;
            case "largestContentfulPaint::Candidate" -> largestPaint = main ? Math.max(largestPaint, at) : largestPaint;
            case "LayoutShift" -> {
                if (data.path("is_main_frame").asBoolean(true)
                        && !data.path("had_recent_input").asBoolean(false)) {
                    shifts.add(new Shift(at, data.path("score").asDouble(0)));
                }
            }
            case "EventTiming" -> {
                if (data.path("interactionId").asLong(0) > 0) {
                    longestInteraction =
                            Math.max(longestInteraction, data.path("duration").asDouble(0));
                }
            }
            case "ResourceSendRequest" ->
                requests.put(
                        data.path("requestId").asString(""),
                        new Request(cut(data.path("url").asString("")), at, 0, 0, 0));
            case "ResourceReceiveResponse" ->
                requests.computeIfPresent(
                        data.path("requestId").asString(""),
                        (id, its) -> new Request(
                                its.url(),
                                its.sent(),
                                0,
                                0,
                                data.path("statusCode").asInt(0)));
            case "ResourceFinish" ->
                requests.computeIfPresent(
                        data.path("requestId").asString(""),
                        (id, its) -> new Request(
                                its.url(),
                                its.sent(),
                                at,
                                data.path("encodedDataLength").asLong(0),
                                its.status()));
            default -> {
                // Chrome writes much more than is told.
            }
        }
    }

    private static String cut(String url) {
        return url.length() <= MAX_URL ? url : url.substring(0, MAX_URL) + "…";
    }

    private ObjectNode toJson() {
        ObjectNode json = CdpConnection.object().put("events", events);
        json.put("millis", first > last ? 0 : rounded((last - first) / 1e3));
        if (thread.cut()) {
            json.put("cut", true);
        }
        ObjectNode work = json.putObject("mainThread");
        for (MainThread.Kind kind : MainThread.Kind.values()) {
            work.put(
                    kind.name().toLowerCase(Locale.ROOT),
                    rounded(thread.millis().getOrDefault(kind, 0.0)));
        }
        ArrayNode tasks = json.putArray("longTasks");
        thread.longTasks().stream().limit(SHOWN).forEach(task -> {
            ObjectNode entry = tasks.addObject()
                    .put("start", since(task.start()))
                    .put("duration", rounded(task.millis()))
                    .put("mostly", task.longest());
            if (!task.url().isEmpty()) {
                entry.put("url", cut(task.url()));
            }
        });
        json.put("longTaskCount", thread.longTasks().size());
        vitals(json.putObject("vitals"));
        ArrayNode moved = json.putArray("layoutShifts");
        shifts.stream()
                .sorted(Comparator.comparingDouble(Shift::score).reversed())
                .limit(SHOWN)
                .forEach(shift -> moved.addObject().put("at", since(shift.at())).put("score", exact(shift.score())));
        ArrayNode slowest = json.putArray("slowestRequests");
        requests.values().stream()
                .filter(request -> request.finished() > 0)
                .sorted(Comparator.comparingDouble(Request::millis).reversed())
                .limit(SHOWN)
                .forEach(request -> slowest.addObject()
                        .put("url", request.url())
                        .put("start", since(request.sent()))
                        .put("duration", rounded(request.millis()))
                        .put("status", request.status())
                        .put("bytes", request.bytes()));
        return json;
    }

    /// Null for what has not happened in the trace.
    private void vitals(ObjectNode vitals) {
        boolean navigated = navigation > 0;
        vitals.put("fcp", navigated && firstPaint > 0 ? since(firstPaint) : null);
        vitals.put("lcp", navigated && largestPaint > 0 ? since(largestPaint) : null);
        vitals.put("cls", exact(worstRun()));
        vitals.put("inp", longestInteraction < 0 ? null : Double.valueOf(rounded(longestInteraction)));
    }

    /// The largest run of shifts with less than 1 s between two and at most 5 s in all.
    private double worstRun() {
        double worst = 0;
        double sum = 0;
        long begun = 0;
        long previous = 0;
        List<Shift> inOrder = new ArrayList<>(shifts);
        inOrder.sort(Comparator.comparingLong(Shift::at));
        for (Shift shift : inOrder) {
            if (shift.at() - previous > 1_000_000 || shift.at() - begun > 5_000_000) {
                sum = 0;
                begun = shift.at();
            }
            sum += shift.score();
            previous = shift.at();
            worst = Math.max(worst, sum);
        }
        return worst;
    }

    private Double since(long at) {
        return rounded((at - (navigation > 0 ? navigation : first)) / 1e3);
    }

    private static double rounded(double millis) {
        return Math.round(millis * 10) / 10.0;
    }

    private static double exact(double score) {
        return Math.round(score * 10_000) / 10_000.0;
    }
}
