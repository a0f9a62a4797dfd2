package io.relayhub.connector.chrome.action.look;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.action.call.ActionSpec;
import io.relayhub.connector.chrome.action.call.Arguments;
import io.relayhub.connector.chrome.action.call.Pages;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.CdpException.Reason;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.trace.Recording;
import io.relayhub.connector.chrome.trace.TraceFile;
import io.relayhub.connector.chrome.trace.TraceSummary;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `trace_start`, `trace_stop` and `trace_read`: where a page's time goes.
public final class TraceActions {
    private static final List<String> CATEGORIES = List.of(
            "devtools.timeline", "disabled-by-default-devtools.timeline", "loading", "blink.user_timing", "v8.execute");
    // As Chrome keeps it, before it becomes JSON.
    private static final int BUFFER_KIB = 64 << 10;
    private static final int MAX_MILLIS = 120_000;
    private static final int MILLIS = 30_000;
    private static final int MAX_FILE = 32 << 20;
    private static final int KEPT = 3;
    private static final int PIECE = 1 << 20;
    private static final int MAX_LENGTH = 6 << 20;

    private final Pages pages;

    // The newest files by their ids.
    @GuardedBy("this")
    private final Map<String, TraceFile> files = new LinkedHashMap<>();

    @GuardedBy("this")
    private int lastId;

    public TraceActions(Pages pages) {
        this.pages = pages;
    }

    public List<ActionSpec> actions() {
        return List.of(
                ActionSpec.inTab("trace_start", this::start, "maxTime"),
                ActionSpec.inTab("trace_stop", this::stop),
                ActionSpec.of("trace_read", this::read, "id", "offset", "length"));
    }

    private JsonNode start(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        int millis = arguments.integer("maxTime", 100, MAX_MILLIS, MILLIS);
        Tab tab = pages.settled(arguments, deadline);
        Recording.Running running = tab.recording().begin();
        if (running == null) {
            throw busy("A trace of tab " + tab.id() + " is being recorded already: trace_stop ends it.");
        }
        ObjectNode params = CdpConnection.object()
                .put("transferMode", "ReturnAsStream")
                .put("streamFormat", "json")
                .put("streamCompression", "gzip");
        ObjectNode config = params.putObject("traceConfig")
                .put("recordMode", "recordUntilFull")
                .put("traceBufferSizeInKb", BUFFER_KIB);
        CATEGORIES.forEach(config.putArray("includedCategories")::add);
        config.putArray("excludedCategories").add("*");
        try {
            tab.call("Tracing.start", params, deadline);
        } catch (CdpException e) {
            tab.recording().forget(running);
            if (e.reason() == Reason.REFUSED && e.sentence().contains("already")) {
                throw busy(
                        "Chrome records one trace at a time, and one is under way: of another tab, another agent or the"
                                + " user.");
            }
            throw e;
        }
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> {
            if (running.equals(tab.recording().running())) {
                tab.tell(tab.session(), "Tracing.end", CdpConnection.object());
            }
        });
        return CdpConnection.object()
                .put("tabId", tab.id())
                .put("recording", true)
                .put("maxTime", millis);
    }

    private static ActionException busy(String sentence) {
        return new ActionException(ActionError.BUSY, sentence);
    }

    private JsonNode stop(Arguments arguments, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        Tab tab = pages.permitted(arguments, deadline);
        Recording.@Nullable Running running = tab.recording().running();
        if (running == null) {
            throw new ActionException(
                    ActionError.NOT_FOUND,
                    "No trace of tab " + tab.id() + " is being recorded: trace_start begins one.");
        }
        boolean endedByTime = running.complete().isDone();
        try {
            if (!endedByTime) {
                tab.tell(tab.session(), "Tracing.end", CdpConnection.object());
            }
            JsonNode complete = CdpConnection.await(running.complete(), "Tracing.end", deadline);
            byte[] bytes = fetch(tab, complete.path("stream").asString(""), deadline);
            TraceFile file = new TraceFile(bytes);
            ObjectNode answer = CdpConnection.object().put("tabId", tab.id());
            if (pages.rules().restricted()) {
                answer.put(
                        "raw", "The trace itself is not handed out under --allow-origin: it tells of other pages too.");
            } else {
                answer.put("id", keep(file)).put("size", bytes.length);
            }
            if (endedByTime) {
                answer.put("endedByTime", true);
            }
            if (complete.path("dataLossOccurred").asBoolean(false)) {
                answer.put("incomplete", true);
            }
            pages.requirePermitted(tab);
            answer.set("summary", TraceSummary.of(file, tab.mainFrameId()));
            return answer;
        } catch (IOException e) {
            throw new ActionException(
                    ActionError.FAILED, "The trace can't be read: it is not what Chrome should write.");
        } finally {
            if (running.complete().isDone()) {
                tab.recording().forget(running);
            }
        }
    }

    private static byte[] fetch(Tab tab, String stream, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ObjectNode handle = CdpConnection.object().put("handle", stream);
        try {
            while (true) {
                JsonNode piece = tab.call("IO.read", handle.deepCopy().put("size", PIECE), deadline);
                String data = piece.path("data").asString("");
                bytes.writeBytes(
                        piece.path("base64Encoded").asBoolean(false)
                                ? Base64.getDecoder().decode(data)
                                : data.getBytes(StandardCharsets.UTF_8));
                if (bytes.size() > MAX_FILE) {
                    throw new ActionException(
                            ActionError.TOO_LARGE,
                            "The trace has more than " + (MAX_FILE >> 20) + " MiB: record for a shorter time.");
                }
                if (piece.path("eof").asBoolean(true)) {
                    return bytes.toByteArray();
                }
            }
        } finally {
            tab.tell(tab.session(), "IO.close", handle);
        }
    }

    private synchronized String keep(TraceFile file) {
        String id = "t" + ++lastId;
        files.put(id, file);
        if (files.size() > KEPT) {
            files.remove(files.keySet().iterator().next());
        }
        return id;
    }

    private JsonNode read(Arguments arguments, Deadline deadline) throws ActionException {
        String id = arguments.text("id");
        int offset = arguments.integer("offset", 0, Integer.MAX_VALUE, 0);
        int length = arguments.integer("length", 1, MAX_LENGTH, PIECE);
        @Nullable TraceFile file;
        synchronized (this) {
            file = files.get(id);
        }
        if (file == null) {
            throw new ActionException(
                    ActionError.NOT_FOUND, "There is no such trace (any more): the last " + KEPT + " are kept.");
        }
        byte[] part = file.part(offset, length);
        long next = offset + (long) part.length;
        ObjectNode answer = CdpConnection.object()
                .put("id", id)
                .put("type", "application/gzip")
                .put("size", file.size())
                .put("offset", offset)
                .put("length", part.length);
        if (next < file.size()) {
            answer.put("next", next);
        }
        return answer.put("data", Base64.getEncoder().encodeToString(part));
    }
}
