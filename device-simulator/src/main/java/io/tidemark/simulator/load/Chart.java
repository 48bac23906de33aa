package io.tidemark.simulator.load;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A plot of lines over time, as SVG for a page.
 *
 * @param unit behind the numbers of the axis
 * @param endOfWork seconds; a dashed line stands there
 */
record Chart(String title, String unit, List<Double> seconds, List<Line> lines, double endOfWork) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 230;
    private static final int LEFT = 58;
    private static final int RIGHT = 14;
    private static final int TOP = 14;
    private static final int BOTTOM = 30;
    private static final int STEPS = 4;

    /** @param colour 1 to 4, of the page's palette */
    record Line(String name, int colour, boolean filled, List<Double> values) {
        Line {
            values = List.copyOf(values);
        }
    }

    Chart {
        seconds = List.copyOf(seconds);
        lines = List.copyOf(lines);
    }

    String svg() {
        double highest = nice(lines.stream()
                .flatMap(line -> line.values().stream())
                .max(Double::compare)
                .orElse(0.0));
        double last = Math.max(1, seconds.isEmpty() ? 1 : seconds.getLast());
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<figure><figcaption><b>%s</b>%s</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                title, legend(), WIDTH, HEIGHT, title));
        for (int step = 0; step <= STEPS; step++) {
            double value = highest * step / STEPS;
            double y = y(value, highest);
            svg.append(format(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, y, y));
            svg.append(
                    format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y + 4, label(value)));
        }
        double every = everySeconds(last);
        for (double at = 0; at <= last; at += every) {
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x(at, last), HEIGHT - 10, time(at)));
        }
        if (endOfWork < last) {
            svg.append(format(
                    "<line class=\"end\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                    x(endOfWork, last), x(endOfWork, last), TOP, HEIGHT - BOTTOM));
        }
        lines.forEach(line -> svg.append(path(line, highest, last)));
        return svg.append("</svg></figure>").toString();
    }

    private String legend() {
        return lines.stream()
                .map(line -> format("<span class=\"key c%d\">%s</span>", line.colour(), line.name()))
                .collect(Collectors.joining());
    }

    private String path(Line line, double highest, double last) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < seconds.size(); i++) {
            points.append(format(
                    "%s%.1f %.1f",
                    i == 0 ? "M" : "L", x(seconds.get(i), last), y(line.values().get(i), highest)));
        }
        if (points.isEmpty()) {
            return "";
        }
        String area = line.filled()
                ? format(
                        "<path class=\"area c%d\" d=\"%sL%.1f %d L%.1f %d Z\"/>",
                        line.colour(),
                        points,
                        x(seconds.getLast(), last),
                        HEIGHT - BOTTOM,
                        x(seconds.getFirst(), last),
                        HEIGHT - BOTTOM)
                : "";
        return area + format("<path class=\"line c%d\" d=\"%s\"/>", line.colour(), points);
    }

    private static double x(double at, double last) {
        return LEFT + (WIDTH - LEFT - RIGHT) * at / last;
    }

    private static double y(double value, double highest) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / highest;
    }

    /** The next of 1, 2, 4, 6, 8 times a power of ten: its quarters are good to read. */
    private static double nice(double highest) {
        if (highest <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(highest)));
        for (double factor : new double[] {1, 2, 4, 6, 8}) {
            if (highest <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static double everySeconds(double last) {
        for (double every : new double[] {5, 10, 30, 60, 120, 300, 600, 1_800, 3_600}) {
            if (last / every <= 8) {
                return every;
            }
        }
        return 7_200;
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3_600
                ? format("%d:%02d", whole / 60, whole % 60)
                : format("%d:%02d h", whole / 3_600, whole % 3_600 / 60);
    }

    private String label(double value) {
        String number = value >= 10_000
                ? format("%.0fk", value / 1_000)
                : value == Math.rint(value) ? format("%.0f", value) : format(value < 1 ? "%.2f" : "%.1f", value);
        return number + (unit.isEmpty() ? "" : " " + unit);
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
