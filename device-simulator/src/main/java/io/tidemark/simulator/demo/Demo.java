package io.tidemark.simulator.demo;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.simulator.oracle.Checker;
import io.tidemark.simulator.oracle.Evidence;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Verdict;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.progress.Reporter;
import io.tidemark.stack.Home;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * A whole demo: a stack, a fleet, a time of work, and a verdict. What it shows is checked by the {@link Checker} from
 * what the simulated people noted themselves, and not from what the agents or the server say of themselves.
 */
public final class Demo {
    private final DemoOptions options;
    private final Reporter reporter;
    private final StopRequest stop;
    private final Recorder recorder = new Recorder();
    private final PartWatch parts;

    private Demo(DemoOptions options, Reporter reporter, StopRequest stop) {
        this.options = options;
        this.reporter = reporter;
        this.stop = stop;
        this.parts = new PartWatch(reporter);
    }

    public static DemoResult run(DemoOptions options, Reporter reporter) throws DemoFailed, InterruptedException {
        return run(options, reporter, new StopRequest());
    }

    /** Returns when everything that it started has ended. */
    public static DemoResult run(DemoOptions options, Reporter reporter, StopRequest stop)
            throws DemoFailed, InterruptedException {
        try {
            return new Demo(options, reporter, stop).run();
        } catch (StackException | IOException e) {
            if (stop.isAsked()) {
                return new DemoResult.Stopped();
            }
            throw new DemoFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private DemoResult run() throws IOException, InterruptedException {
        Home home = Home.find();
        EntityTypes types = EntityTypesFile.read(home.entityTypes());
        try (DemoFolder folder = DemoFolder.open(home.directory(), "demo", options.data(), options.keep())) {
            if (folder.isKept()) {
                reporter.say("  Data and logs are kept in " + folder.path());
            }
            reporter.say("  Starting a real PostgreSQL, a real Kafka, the merge service and the gateway …");
            try (LocalStack stack = LocalStack.builder()
                    .dataDirectory(folder.resolve("stack"))
                    .listener(parts::happened)
                    .start()) {
                try (Fleet fleet = Fleet.open(stack, options.devices(), types, folder.resolve("devices"))) {
                    return run(stack, fleet, types);
                } finally {
                    parts.closing();
                }
            }
        }
    }

    private DemoResult run(LocalStack stack, Fleet fleet, EntityTypes types) throws InterruptedException {
        reporter.say("");
        VisibilityProbe probe = new VisibilityProbe(fleet.devices());
        Dashboard dashboard = new Dashboard(fleet, recorder, parts, reporter);
        new Work(options, stack, fleet, recorder, probe, stop).run(dashboard, reporter);
        new Quiescence(stack, fleet, stop).await(dashboard);
        reporter.progressEnds();
        return stop.isAsked() ? new DemoResult.Stopped() : judge(stack, fleet, types, probe);
    }

    private DemoResult judge(LocalStack stack, Fleet fleet, EntityTypes types, VisibilityProbe probe)
            throws InterruptedException {
        EvidenceRoom room = new EvidenceRoom(stack, fleet);
        Evidence evidence = new Evidence(types, recorder.edits(), List.of(), List.of(), List.of(), List.of());
        Verdict verdict;
        try {
            evidence = room.collect(recorder, types);
            verdict = Checker.check(evidence).and(room.strangerSeesNothing()).and(somethingWasSaved(evidence));
        } catch (IOException | SQLException e) {
            verdict = new Verdict(List.of(serverIsSilent(e)));
        }
        DemoSummary summary =
                DemoSummary.of(evidence, recorder.offline(), fleet.sends(), parts.deaths(), probe.milliseconds());
        return new DemoResult.Judged(summary, verdict);
    }

    /** A demo in which nobody saved anything shows nothing. */
    private static Finding somethingWasSaved(Evidence evidence) {
        int saved = evidence.edits().size();
        List<Violation> nothing = saved > 0
                ? List.of()
                : List.of(new Violation("the demo", "no edit was saved, so nothing was examined"));
        return new Finding("there was something to look at", saved, nothing);
    }

    /** A server that does not come back is no excuse: the promise is that service returns by itself. */
    private static Finding serverIsSilent(Exception e) {
        return new Finding(
                "the server answers when all is over",
                1,
                List.of(new Violation("the final reading", "it failed: " + e.getMessage())));
    }
}
