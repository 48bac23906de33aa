package io.tidemark.simulator.chaos;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.simulator.demo.DemoFolder;
import io.tidemark.simulator.demo.PartWatch;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.history.HistoryFile;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.chaos.ChaosChecker;
import io.tidemark.simulator.oracle.chaos.ChaosEvidence;
import io.tidemark.simulator.oracle.chaos.HistoryFacts;
import io.tidemark.simulator.oracle.chaos.HistoryWalk;
import io.tidemark.simulator.progress.Reporter;
import io.tidemark.stack.Home;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/** A whole run: a stack behind bad links, devices, a time in which all breaks, and a verdict. */
public final class Chaos {
    private static final int MERGE_SERVICES = 2;
    private static final String HISTORY = "history.jsonl";

    private final ChaosOptions options;
    private final Reporter reporter;
    private final StopRequest stop;
    private final PartWatch parts;

    private Chaos(ChaosOptions options, Reporter reporter, StopRequest stop) {
        this.options = options;
        this.reporter = reporter;
        this.stop = stop;
        this.parts = new PartWatch(reporter);
    }

    /** Returns when everything that it started has ended. */
    public static ChaosResult run(ChaosOptions options, Reporter reporter, StopRequest stop)
            throws ChaosFailed, InterruptedException {
        try {
            return new Chaos(options, reporter, stop).run();
        } catch (StackException | IOException | SQLException e) {
            if (stop.isAsked()) {
                return new ChaosResult.Stopped();
            }
            throw new ChaosFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private ChaosResult run() throws IOException, SQLException, InterruptedException {
        Home home = Home.find();
        try (DemoFolder folder = DemoFolder.open(home.directory(), "chaos", options.data(), options.keep());
                Network network = new Network()) {
            if (folder.isKept()) {
                reporter.say("  Data, logs and the history are kept in " + folder.path());
            }
            reporter.say("  Starting a real PostgreSQL, a real Kafka, two merge services and the gateway …");
            try (LocalStack stack = LocalStack.builder()
                    .dataDirectory(folder.resolve("stack"))
                    .mergeServices(MERGE_SERVICES)
                    .smallWalSegments()
                    .links(network)
                    .listener(parts::happened)
                    .start()) {
                network.openCells(stack.gatewayUrl());
                return run(stack, network, EntityTypesFile.read(home.entityTypes()), folder.path());
            }
        }
    }

    private ChaosResult run(LocalStack stack, Network network, EntityTypes types, Path folder)
            throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve(HISTORY);
        try (HistoryFile history = HistoryFile.create(file);
                Poison poison = new Poison(stack.bootstrapServers());
                Cast cast = Cast.open(stack, network, options.devices(), types, folder.resolve("devices"), history)) {
            Backup backup = new Backup(stack, folder);
            Faults faults = new Faults(stack, network, cast, poison, backup, history, reporter::say);
            ChaosDashboard dashboard = new ChaosDashboard(cast, history, parts, reporter);
            long begun = System.nanoTime();
            FaultPlan.Plan plan = FaultPlan.of(options.work(), new Random(options.seed()));
            new Life(options, plan, cast, faults, backup, stop).run(dashboard);
            long worked = System.nanoTime();
            new Settling(stack, network, cast, stop).await(dashboard);
            long settled = System.nanoTime();
            reporter.progressEnds();
            parts.closing();
            if (stop.isAsked()) {
                return new ChaosResult.Stopped();
            }
            long entries = history.flush();
            reporter.say("  Reading the history, and the end …");
            HistoryFacts facts = HistoryWalk.of(file, entries, types);
            int restores = faults.done().getOrDefault(FaultKind.RESTORE, 0);
            ChaosEvidence evidence = new EvidenceOfChaos(stack, cast).collect(facts, types, poison, restores);
            ChaosResult.Figures figures = new ChaosResult.Figures(
                    facts.edits().size(),
                    evidence.log().size(),
                    facts.entries(),
                    faults.done(),
                    parts.deaths(),
                    evidence.epochs(),
                    (worked - begun) / 1e9,
                    (settled - worked) / 1e9);
            return new ChaosResult.Judged(figures, ChaosChecker.check(evidence).and(somethingBroke(figures)));
        }
    }

    /** A run in which nothing broke, or nobody wrote, shows nothing. */
    private static Finding somethingBroke(ChaosResult.Figures figures) {
        List<Violation> nothing = figures.allFaults() > 0 && figures.edits() > 0
                ? List.of()
                : List.of(new Violation("the run", "nothing broke, or nobody wrote: it shows nothing"));
        return new Finding("there was something to look at", figures.allFaults(), nothing);
    }
}
