package io.tidemark.simulator.bench;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.simulator.statistics.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The figures as a table for people, and as JSON. */
final class BenchReport {
    private static final double ROUNDING = 10_000;

    private BenchReport() {}

    static List<String> table(BenchFigures figures) {
        WayFigures way = figures.way();
        FloorFigures floor = figures.floor();
        List<String> lines = new ArrayList<>();
        lines.add(row("", "the way", "the floor", "ratio", "aim", ""));
        lines.add(row(
                "operations a second",
                format("%,.0f", way.perSecond()),
                format("%,.0f", floor.rowsPerSecond()),
                format("%.3f", figures.rateRatio()),
                "≥ 0.333",
                figures.rateMet() ? "met" : "missed"));
        lines.add(row(
                "CPU seconds for 1,000",
                format("%.3f", way.cpuPerThousand()),
                format("%.3f", floor.cpuPerThousand()),
                format("%.2f ×", figures.cpuRatio()),
                "≤ 4 ×",
                figures.cpuMet() ? "met" : "missed"));
        way.cpuByPart().forEach((part, cpu) -> lines.add(row("  " + part, format("%.3f", cpu), "", "", "", "")));
        lines.add(row("  (generator and watcher)", format("%.3f", way.generatorPerThousand()), "", "", "", ""));
        lines.add(row("batch of 50, p50 p95 p99, ms", ranks(way.batch()), ranks(floor.statement()), "", "", ""));
        lines.add(row("send to visible, p50 p95 p99, ms", ranks(way.visible()), "", "", "", ""));
        lines.add("");
        lines.add(format(
                "%,d operations of %d devices in %.1f s, after a warm-up of %,d; %d batches sent again.",
                way.operations(),
                figures.options().devices(),
                way.seconds(),
                figures.options().warmUp(),
                way.sendsAgain()));
        lines.add(format(
                "The floor: %d connections, median of %d passes (%s rows a second). %d processors, load average %.1f before,"
                        + " %.1f after.",
                Floor.CONNECTIONS,
                floor.passes().size(),
                String.join(
                        ", ",
                        floor.passes().stream()
                                .map(rate -> format("%,.0f", rate))
                                .toList()),
                figures.processors(),
                figures.loadBefore(),
                figures.loadAfter()));
        lines.add(
                "The way is measured until a reader of the feeds has met every operation; its pulls are in the CPU figures.");
        return lines;
    }

    static String json(BenchFigures figures) {
        WayFigures way = figures.way();
        TreeMap<String, Json> parts = new TreeMap<>();
        way.cpuByPart().forEach((part, cpu) -> parts.put(part, number(cpu)));
        return CanonicalJson.write(object(
                "operations", Json.of(way.operations()),
                "warmUp", Json.of(figures.options().warmUp()),
                "devices", Json.of(figures.options().devices()),
                "batch", Json.of(BenchOptions.BATCH),
                "seed", Json.of(figures.options().seed()),
                "processors", Json.of(figures.processors()),
                "loadAverage", object("before", number(figures.loadBefore()), "after", number(figures.loadAfter())),
                "way",
                        object(
                                "seconds", number(way.seconds()),
                                "operationsPerSecond", number(way.perSecond()),
                                "batchMilliseconds", ranksJson(way.batch()),
                                "visibleMilliseconds", ranksJson(way.visible()),
                                "sendsAgain", Json.of(way.sendsAgain()),
                                "cpuSecondsPer1000", number(way.cpuPerThousand()),
                                "cpuSecondsPer1000ByPart", new Json.Obj(parts),
                                "generatorCpuSecondsPer1000", number(way.generatorPerThousand())),
                "floor",
                        object(
                                "connections", Json.of(Floor.CONNECTIONS),
                                "rowsPerSecondByPass",
                                        new Json.Arr(figures.floor().passes().stream()
                                                .map(BenchReport::number)
                                                .toList()),
                                "rowsPerSecond", number(figures.floor().rowsPerSecond()),
                                "statementMilliseconds",
                                        ranksJson(figures.floor().statement()),
                                "cpuSecondsPer1000", number(figures.floor().cpuPerThousand())),
                "ratios",
                        object(
                                "rate", number(figures.rateRatio()),
                                "rateAim", number(BenchFigures.RATE_AIM),
                                "rateMet", Json.of(figures.rateMet()),
                                "cpu", number(figures.cpuRatio()),
                                "cpuAim", number(BenchFigures.CPU_AIM),
                                "cpuMet", Json.of(figures.cpuMet()))));
    }

    private static Json object(Object... namesAndValues) {
        TreeMap<String, Json> members = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (Json) namesAndValues[i + 1]);
        }
        return new Json.Obj(members);
    }

    private static Json number(double value) {
        return Json.of(Math.round(value * ROUNDING) / ROUNDING);
    }

    private static Json ranksJson(Percentiles percentiles) {
        return object(
                "p50", number(percentiles.p50()),
                "p95", number(percentiles.p95()),
                "p99", number(percentiles.p99()),
                "max", number(percentiles.max()));
    }

    private static String ranks(Percentiles percentiles) {
        return format("%,.0f  %,.0f  %,.0f", percentiles.p50(), percentiles.p95(), percentiles.p99());
    }

    private static String row(String what, String way, String floor, String ratio, String aim, String met) {
        return format("  %-34s %18s %18s %9s  %-8s %s", what, way, floor, ratio, aim, met)
                .stripTrailing();
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
