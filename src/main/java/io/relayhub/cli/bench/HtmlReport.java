package io.relayhub.cli.bench;

import io.relayhub.bench.Outcome;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// The outcome as a page that needs nothing beside itself: the numbers, and the latency curve.
///
/// The curve's x axis gives each further nine of a percentile the same width, so that the slow answers, which a mean
/// hides, take most of it.
final class HtmlReport {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 320;
    private static final int LEFT = 80;
    private static final int BOTTOM = 40;
    private static final int ROOM = 20;
    // Half of the last label, "99.9999 %".
    private static final int RIGHT = 36;
    private static final int LABELS = 5;

    private final Outcome outcome;
    private final String hub;

    /// How many nines the axis has.
    private final double nines;

    private final double longest;

    /// From one label of the latency axis to the next, in microseconds.
    private final double step;

    private HtmlReport(Outcome outcome, String hub) {
        this.outcome = outcome;
        this.hub = hub;
        this.nines = Math.max(2, Math.ceil(Math.log10((double) Math.max(outcome.answers(), 1))));
        double most = Math.max(outcome.micros(100), LABELS);
        this.step = step(most / LABELS);
        this.longest = Math.ceil(most / step) * step;
    }

    static String of(Outcome outcome, String hub) {
        return new HtmlReport(outcome, hub).page();
    }

    private String page() {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>relayhub bench</title>
                <style>
                  :root { color-scheme: light dark; }
                  body { font: 16px/1.5 system-ui, sans-serif; max-width: 860px; margin: 2rem auto; padding: 0 1rem; }
                  pre { font-size: 13px; white-space: pre-wrap; }
                  svg { width: 100%%; height: auto; font-size: 12px; fill: currentColor; }
                  .grid { stroke: currentColor; opacity: .15; }
                  .curve { fill: none; stroke: #2a7ae2; stroke-width: 2; }
                  .caveat { border-left: 4px solid #d97706; padding-left: .8rem; }
                </style>
                <h1>relayhub bench</h1>
                <pre>%s</pre>
                %s
                <h2>Latency by percentile</h2>
                %s
                </html>
                """.formatted(
                        escaped(TextReport.of(outcome, hub)),
                        outcome.caveats().stream()
                                .map(caveat -> "<p class=\"caveat\">" + escaped(caveat) + "</p>")
                                .collect(Collectors.joining("\n")),
                        curve());
    }

    private String curve() {
        var svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Latency by percentile\">\n",
                LEFT + WIDTH + RIGHT,
                HEIGHT + BOTTOM + ROOM));
        for (int i = 0; i <= Math.round(longest / step); i++) {
            double micros = step * i;
            line(svg, LEFT, y(micros), LEFT + WIDTH, y(micros));
            text(svg, LEFT - 8, y(micros) + 4, "end", round(micros));
        }
        for (int nine = 0; nine <= nines; nine++) {
            double percentile = 100 - 100 / Math.pow(10, nine);
            line(svg, x(percentile), ROOM, x(percentile), ROOM + HEIGHT);
            text(svg, x(percentile), ROOM + HEIGHT + 18, "middle", label(nine));
        }
        String points = outcome.curve().stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.percentile()), y(point.micros())))
                .collect(Collectors.joining(" "));
        svg.append("<polyline class=\"curve\" points=\"").append(points).append("\"/>\n</svg>");
        return svg.toString();
    }

    /// The round number, one of 1, 2 and 5 with noughts, that is as much or the next more.
    private static double step(double least) {
        double unit = Math.pow(10, Math.floor(Math.log10(least)));
        return DoubleStream.of(1, 2, 5)
                .map(times -> times * unit)
                .filter(step -> step >= least)
                .findFirst()
                .orElse(10 * unit);
    }

    /// Without the noughts behind the point.
    private static String round(double micros) {
        return micros == 0 ? "0" : TextReport.time(micros).replaceFirst("\\.?0+ (?=m?s)", " ");
    }

    private static String label(int nine) {
        return nine == 0 ? "0 %" : nine == 1 ? "90 %" : nine == 2 ? "99 %" : "99." + "9".repeat(nine - 2) + " %";
    }

    private double x(double percentile) {
        double rest = Math.max((100 - percentile) / 100, Math.pow(10, -nines));
        return LEFT - WIDTH * Math.log10(rest) / nines;
    }

    private double y(double micros) {
        return ROOM + HEIGHT * (1 - micros / longest);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
                x,
                y,
                anchor,
                escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
