package io.relayhub.connector.chrome.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The work of a page's main thread, from its nested events: how much of what kind, and its longest tasks.
final class MainThread {
    // Beyond that a trace is told as cut.
    private static final int MAX_SLICES = 2_000_000;
    private static final double LONG_MILLIS = 50;

    /// A kind of work.
    enum Kind {
        SCRIPTING(
                "FunctionCall|EvaluateScript|EventDispatch|TimerFire|FireAnimationFrame|FireIdleCallback|RunMicrotasks"
                        + "|XHRReadyStateChange|XHRLoad|WebSocket.*|[vV]8\\..*|MinorGC|MajorGC|BlinkGC.*|CppGC.*"),
        RENDERING("Layout|UpdateLayoutTree|RecalculateStyles|ParseAuthorStyleSheet|PrePaint|UpdateLayerTree|HitTest"
                + "|ScheduleStyleRecalculation|IntersectionObserver.*|Animation"),
        PAINTING("Paint|PaintImage|Layerize|Commit|CompositeLayers|RasterTask|Decode Image|ImageDecodeTask|PaintSetup"),
        LOADING("ParseHTML|Resource.*|PreloadRenderBlockingStatusChange|ParseMetaCharset"),
        OTHER(".*");

        private final Pattern names;

        Kind(String names) {
            this.names = Pattern.compile(names);
        }

        static Kind of(String name) {
            for (Kind kind : values()) {
                if (kind.names.matcher(name).matches()) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    /// A task of 50 ms and more.
    ///
    /// @param start   microseconds on the trace's clock
    /// @param millis  how long
    /// @param longest what took most of it by itself; empty where nothing is known
    /// @param url     the script of that; may be empty
    record Task(long start, double millis, String longest, String url) {}

    private record Slice(long start, long end, String name, Kind kind, String url) {}

    /// A slice that is open while later ones are looked at.
    private static final class Open {
        private final Slice slice;
        private long inner;

        private Open(Slice slice) {
            this.slice = slice;
        }

        private long self() {
            return slice.end() - slice.start() - inner;
        }
    }

    private final List<Slice> slices = new ArrayList<>();
    private final Map<Kind, Double> millis = new EnumMap<>(Kind.class);
    private final List<Task> tasks = new ArrayList<>();
    private boolean cut;
    private @Nullable Open longest;

    /// An event of the thread.
    void add(JsonNode event) {
        long duration = event.path("dur").asLong(0);
        if (!event.path("ph").asString("").equals("X") || duration <= 0) {
            return;
        }
        if (slices.size() == MAX_SLICES) {
            cut = true;
            return;
        }
        long start = event.path("ts").asLong(0);
        String name = event.path("name").asString("");
        String url = event.path("args").path("data").path("url").asString("");
        slices.add(new Slice(start, start + duration, name, Kind.of(name), url));
    }

    /// All events are there.
    void finish() {
        slices.sort(Comparator.comparingLong(Slice::start)
                .thenComparing(Comparator.comparingLong(Slice::end).reversed()));
        Deque<Open> open = new ArrayDeque<>();
        for (Slice slice : slices) {
            closeUntil(slice.start(), open);
            open.push(new Open(slice));
        }
        closeUntil(Long.MAX_VALUE, open);
        slices.clear();
        tasks.sort(Comparator.comparingDouble(Task::millis).reversed());
    }

    private void closeUntil(long time, Deque<Open> open) {
        while (!open.isEmpty() && open.peek().slice.end() <= time) {
            Open last = open.pop();
            millis.merge(last.slice.kind(), last.self() / 1e3, Double::sum);
            if (longest == null || last.self() > longest.self()) {
                longest = last;
            }
            if (!open.isEmpty()) {
                open.peek().inner += last.slice.end() - last.slice.start();
            } else {
                task(last.slice, longest);
                longest = null;
            }
        }
    }

    private void task(Slice whole, Open most) {
        double took = (whole.end() - whole.start()) / 1e3;
        if (took >= LONG_MILLIS) {
            tasks.add(new Task(whole.start(), took, most.slice.name(), most.slice.url()));
        }
    }

    /// Milliseconds of each kind of work, without what it contains of others.
    Map<Kind, Double> millis() {
        return millis;
    }

    /// Longest first.
    List<Task> longTasks() {
        return tasks;
    }

    /// There were more events than are looked at.
    boolean cut() {
        return cut;
    }
}
