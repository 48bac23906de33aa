package io.tidemark.simulator.load;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.simulator.statistics.Percentiles;
import java.util.TreeMap;

/** The report for programs: one JSON document. Times are milliseconds where a name says so, else seconds. */
final class LoadJson {
    private LoadJson() {}

    static String write(LoadReport report) {
        TreeMap<String, Json> all = new TreeMap<>();
        LoadOptions options = report.options();
        all.put("begun", Json.of(report.begun().toString()));
        all.put("target", Json.of(report.target()));
        all.put("lightDevices", Json.of(options.light()));
        all.put("fullAgents", Json.of(options.full()));
        all.put("rate", Json.of(options.rate()));
        all.put("profile", Json.of(options.profile().word()));
        all.put("seed", Json.of(Long.toString(options.seed())));
        all.put("workSeconds", Json.of(report.workSeconds()));
        all.put("settleSeconds", Json.of(report.settleSeconds()));
        all.put("saved", Json.of(report.totals().saved()));
        all.put("savedByAgents", Json.of(report.savedByAgents()));
        all.put("decided", Json.of(report.totals().outcomes()));
        all.put("applied", Json.of(report.applied()));
        all.put("merged", Json.of(report.merged()));
        all.put("conflicts", Json.of(report.conflicts()));
        all.put("rejected", Json.of(report.rejected()));
        all.put("requests", Json.of(report.totals().requests()));
        all.put("errors", Json.of(report.totals().errors()));
        all.put("throughput", Json.of(report.throughput()));
        all.put("decidedMs", percentiles(report.decided()));
        all.put("offlineMs", percentiles(report.offline()));
        all.put("visibleMs", percentiles(report.visible()));
        all.put("waiting", Json.of(report.waiting()));
        all.put("unlike", Json.of(report.unlike()));
        all.put("converged", Json.of(report.converged()));
        all.put("passed", Json.of(report.passed()));
        all.put(
                "objectives",
                new Json.Arr(
                        report.objectives().stream().map(LoadJson::objective).toList()));
        all.put(
                "buckets",
                new Json.Arr(report.buckets().stream().map(LoadJson::bucket).toList()));
        return CanonicalJson.write(new Json.Obj(all));
    }

    private static Json percentiles(Percentiles of) {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("count", Json.of(of.count()));
        members.put("p50", Json.of(of.p50()));
        members.put("p95", Json.of(of.p95()));
        members.put("p99", Json.of(of.p99()));
        members.put("max", Json.of(of.max()));
        return new Json.Obj(members);
    }

    private static Json objective(Objective.Result result) {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("objective", Json.of(result.objective().text()));
        members.put("measured", Json.of(result.measured()));
        members.put("met", Json.of(result.met()));
        return new Json.Obj(members);
    }

    private static Json bucket(Meter.Bucket bucket) {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("at", Json.of(bucket.at()));
        members.put("saved", Json.of(bucket.saved()));
        members.put("decided", Json.of(bucket.outcomes()));
        members.put("conflicts", Json.of(bucket.conflicts()));
        members.put("requests", Json.of(bucket.requests()));
        members.put("errors", Json.of(bucket.errors()));
        members.put("decidedMs", percentiles(bucket.decided()));
        members.put("depth", Json.of(bucket.depth()));
        members.put("lagSeconds", Json.of(bucket.lagSeconds()));
        members.put("online", Json.of(bucket.online()));
        return new Json.Obj(members);
    }
}
