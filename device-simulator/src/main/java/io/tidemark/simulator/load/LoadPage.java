package io.tidemark.simulator.load;

import io.tidemark.simulator.statistics.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The report as one page that needs nothing else: no script, no font, no picture from anywhere. */
final class LoadPage {
    private static final double MILLIS = 1_000;

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>Tidemark load report</title>
            <style>
            :root{--paper:#f6f7f9;--card:#fff;--ink:#16202b;--soft:#5c6b7a;--rule:#e3e8ed;--good:#0b7a4b;--bad:#b3261e;
              --c1:#1769c4;--c2:#e08a00;--c3:#c0392b;--c4:#14936a;--shade:0 1px 2px rgba(20,32,43,.06),0 4px 14px rgba(20,32,43,.05)}
            @media(prefers-color-scheme:dark){:root{--paper:#10161d;--card:#18212b;--ink:#e8edf2;--soft:#95a3b1;--rule:#2a3642;
              --good:#4cc38a;--bad:#ff8a80;--c1:#64a9f5;--c2:#f0b04a;--c3:#f07f72;--c4:#52c79c;--shade:none}}
            *{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);
              font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
            main{max-width:1180px;margin:0 auto;padding:28px 22px 48px}
            h1{font-size:24px;margin:0 0 2px;letter-spacing:-.01em}.sub{color:var(--soft);margin:0 0 18px}
            .verdict{display:flex;gap:12px;align-items:center;border-radius:12px;padding:13px 18px;margin:0 0 18px;font-weight:600;
              background:var(--card);box-shadow:var(--shade);border-left:6px solid var(--good)}
            .verdict.no{border-left-color:var(--bad)}
            .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(225px,1fr));gap:12px;margin:0 0 18px}
            .tile{background:var(--card);border-radius:12px;box-shadow:var(--shade);padding:13px 16px}
            .tile b{display:block;font-size:25px;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
            .tile span{color:var(--soft);font-size:13px}
            .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(440px,1fr));gap:14px}
            figure{margin:0;background:var(--card);border-radius:12px;box-shadow:var(--shade);padding:13px 14px 6px}
            figcaption{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;margin:0 4px 4px}
            figcaption b{margin-right:auto}
            .key{color:var(--soft);font-size:13px;white-space:nowrap}.key::before{content:"";display:inline-block;width:11px;height:3px;
              border-radius:2px;margin:0 6px 3px 0;background:var(--k)}
            .c1{--k:var(--c1)}.c2{--k:var(--c2)}.c3{--k:var(--c3)}.c4{--k:var(--c4)}
            svg{width:100%;height:auto;display:block}svg text{fill:var(--soft);font-size:11.5px;font-variant-numeric:tabular-nums}
            .grid{stroke:var(--rule)}.end{stroke:var(--soft);stroke-dasharray:4 4;opacity:.7}
            .line{fill:none;stroke:var(--k);stroke-width:1.9;stroke-linejoin:round}.area{fill:var(--k);opacity:.13}
            h2{font-size:17px;margin:26px 0 8px}
            .wide{overflow-x:auto;background:var(--card);border-radius:12px;box-shadow:var(--shade)}
            table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
            th,td{text-align:left;padding:8px 16px;border-bottom:1px solid var(--rule)}tr:last-child td{border-bottom:0}
            th{color:var(--soft);font-weight:500;font-size:13px}td.n,th.n{text-align:right}.yes{color:var(--good)}.no{color:var(--bad)}
            footer{color:var(--soft);font-size:13px;margin-top:22px}
            </style></head><body><main>
            """;

    private LoadPage() {}

    static String write(LoadReport report) {
        LoadOptions options = report.options();
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<h1>Tidemark load report</h1>");
        page.append(format(
                "<p class=\"sub\">%,d light devices and %d full agents · %s edits a second for %s · profile <b>%s</b>: %s</p>",
                options.light(),
                options.full(),
                number(options.rate()),
                seconds(report.workSeconds()),
                options.profile().word(),
                options.profile().words()));
        page.append(format(
                "<div class=\"verdict%s\">%s</div>", report.passed() ? "" : " no", text(LoadText.verdict(report))));
        page.append("<div class=\"tiles\">");
        tiles(report).forEach(page::append);
        page.append("</div><div class=\"charts\">");
        charts(report).forEach(chart -> page.append(chart.svg()));
        page.append("</div>");
        objectives(report, page);
        latencies(report, page);
        page.append(format(
                "<footer>Begun %s against %s. Seed %d. The dashed line is the end of the work: from there on all devices are"
                        + " online, and the queues drain.</footer></main></body></html>\n",
                report.begun(), text(report.target()), options.seed()));
        return page.toString();
    }

    private static List<String> tiles(LoadReport report) {
        return List.of(
                tile(format("%,d", report.totals().outcomes()), "operations decided"),
                tile(format("%.0f /s", report.throughput()), "over the whole run"),
                tile(millis(report.decided().p50()), "p50, save to outcome online"),
                tile(millis(report.decided().p95()), "p95, save to outcome online"),
                tile(millis(report.visible().p95()), "p95, save to another screen"),
                tile(format("%,d", report.conflicts()), "kept in conflict copies"),
                tile(format("%.2f %%", report.errors()), "requests without an answer"),
                tile(seconds(report.settleSeconds()), "until all was quiet and read"));
    }

    private static String tile(String value, String what) {
        return format("<div class=\"tile\"><b>%s</b><span>%s</span></div>", value, what);
    }

    private static List<Chart> charts(LoadReport report) {
        List<Meter.Bucket> buckets = report.buckets();
        List<Double> at = values(buckets, Meter.Bucket::at);
        double end = report.workSeconds();
        List<Chart> charts = new ArrayList<>();
        charts.add(new Chart(
                "Throughput",
                "/s",
                at,
                List.of(
                        new Chart.Line("decided", 1, true, values(buckets, b -> b.outcomes() / b.seconds())),
                        new Chart.Line("saved", 2, false, values(buckets, b -> b.saved() / b.seconds()))),
                end));
        charts.add(new Chart(
                "Save to outcome, edits made online",
                "s",
                at,
                List.of(
                        new Chart.Line(
                                "p99",
                                3,
                                false,
                                values(buckets, b -> b.decided().p99() / MILLIS)),
                        new Chart.Line(
                                "p95",
                                2,
                                false,
                                values(buckets, b -> b.decided().p95() / MILLIS)),
                        new Chart.Line(
                                "p50", 1, true, values(buckets, b -> b.decided().p50() / MILLIS))),
                end));
        charts.add(new Chart(
                "Waiting in all queues",
                "",
                at,
                List.of(new Chart.Line("operations", 1, true, values(buckets, Meter.Bucket::depth))),
                end));
        charts.add(new Chart(
                "Devices online",
                "",
                at,
                List.of(new Chart.Line("light devices", 4, true, values(buckets, Meter.Bucket::online))),
                end));
        charts.add(new Chart(
                "Lag: oldest edit that waits, devices online",
                "s",
                at,
                List.of(new Chart.Line("seconds", 2, true, values(buckets, Meter.Bucket::lagSeconds))),
                end));
        charts.add(new Chart(
                "Requests, conflicts, errors",
                "/s",
                at,
                List.of(
                        new Chart.Line("requests", 1, false, values(buckets, b -> b.requests() / b.seconds())),
                        new Chart.Line("conflicts", 2, false, values(buckets, b -> b.conflicts() / b.seconds())),
                        new Chart.Line("errors", 3, false, values(buckets, b -> b.errors() / b.seconds()))),
                end));
        return charts;
    }

    private static List<Double> values(List<Meter.Bucket> buckets, ToDoubleFunction<Meter.Bucket> value) {
        return buckets.stream().map(value::applyAsDouble).toList();
    }

    private static void objectives(LoadReport report, StringBuilder page) {
        if (report.objectives().isEmpty()) {
            return;
        }
        page.append("<h2>Objectives</h2><div class=\"wide\"><table><tr><th>objective</th><th class=\"n\">measured</th>"
                + "<th></th></tr>");
        for (Objective.Result result : report.objectives()) {
            page.append(format(
                    "<tr><td>%s</td><td class=\"n\">%.1f %s</td><td class=\"%s\">%s</td></tr>",
                    text(result.objective().text()),
                    result.measured(),
                    result.objective().figure().unit(),
                    result.met() ? "yes" : "no",
                    result.met() ? "✓ met" : "✗ missed"));
        }
        page.append("</table></div>");
    }

    private static void latencies(LoadReport report, StringBuilder page) {
        page.append(
                "<h2>Latencies</h2><div class=\"wide\"><table><tr><th></th><th class=\"n\">samples</th>"
                        + "<th class=\"n\">p50</th><th class=\"n\">p95</th><th class=\"n\">p99</th><th class=\"n\">max</th></tr>");
        row("save to outcome, made online", report.decided(), page);
        row("save to outcome, made offline (their time without a network included)", report.offline(), page);
        row("save to another screen, full agents", report.visible(), page);
        page.append("</table></div><h2>Outcomes</h2><div class=\"wide\"><table><tr><th class=\"n\">applied</th>"
                + "<th class=\"n\">merged</th><th class=\"n\">conflict</th><th class=\"n\">rejected</th>"
                + "<th class=\"n\">edits saved</th><th class=\"n\">by full agents</th></tr>");
        page.append(format(
                "<tr><td class=\"n\">%,d</td><td class=\"n\">%,d</td><td class=\"n\">%,d</td><td class=\"n\">%,d</td>"
                        + "<td class=\"n\">%,d</td><td class=\"n\">%,d</td></tr></table></div>",
                report.applied(),
                report.merged(),
                report.conflicts(),
                report.rejected(),
                report.totals().saved(),
                report.savedByAgents()));
    }

    private static void row(String what, Percentiles of, StringBuilder page) {
        page.append(format(
                "<tr><td>%s</td><td class=\"n\">%,d</td><td class=\"n\">%s</td><td class=\"n\">%s</td>"
                        + "<td class=\"n\">%s</td><td class=\"n\">%s</td></tr>",
                what, of.count(), millis(of.p50()), millis(of.p95()), millis(of.p99()), millis(of.max())));
    }

    private static String millis(double value) {
        return value < MILLIS ? format("%.0f ms", value) : format("%.2f s", value / MILLIS);
    }

    private static String seconds(double value) {
        return value < 120 ? format("%.0f s", value) : format("%.1f min", value / 60);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? format("%,.0f", value) : format("%.2f", value);
    }

    /** What came from outside, so that it is text and nothing else. */
    private static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String format(String template, Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }
}
