package io.tidemark.simulation.cli;

import io.tidemark.simulation.mutant.Mutant;
import io.tidemark.simulation.mutant.Mutants;
import io.tidemark.simulation.run.Coverage;
import io.tidemark.simulation.run.Shrinker;
import io.tidemark.simulation.run.Tally;
import io.tidemark.simulation.run.Worlds;
import io.tidemark.simulation.world.Fault;
import io.tidemark.simulation.world.Parts;
import io.tidemark.simulation.world.Simulation;
import io.tidemark.simulation.world.Simulation.Plan;
import io.tidemark.simulation.world.Simulation.Result;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Simulates the whole path in one thread and virtual time, and holds it to its promises.",
            "",
            "Each world has devices, gateways, merge services, a log and a database; the rules are the real ones,"
                    + " network, log, database and disks are models, and the seed decides what people do and what goes"
                    + " wrong. The same seed gives the same world everywhere.",
            ""
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:All promises hold, and each fault and each outcome occurred (asked of 200 worlds and more).",
            "1:A promise does not hold, something never occurred, or a known bug was not found.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tidemark simulate",
            "  ./tidemark simulate --seeds 10000 --steps 2000",
            "  ./tidemark simulate --seed 4711 --seeds 1      one world again, with all that happened in it",
            "  ./tidemark simulate --faults DATABASE_RESTORED,PARTITION",
            "  ./tidemark simulate --mutants"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final int HELD = 0;
    private static final int VIOLATED = 1;
    private static final int MUTANT_EVENTS = 400;
    private static final int SHRINKING = 400;
    private static final long PROGRESS_EACH = 500;
    private static final double NANOS = 1e9;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Of the first world (default: 1).")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many worlds, one seed each (default: 500). One alone is printed in full.")
    private long seeds;

    @Option(
            names = "--steps",
            paramLabel = "M",
            defaultValue = "2000",
            description = "Events of each world, before it is let come to rest (default: 2000).")
    private int steps;

    @Option(
            names = "--faults",
            paramLabel = "FAULT",
            split = ",",
            description = "Only these; all if left out. One of: ${COMPLETION-CANDIDATES}.")
    private List<Fault> faults = new ArrayList<>();

    @Option(names = "--mutants", description = "Looks for the known bugs instead: each must be found.")
    private boolean mutants;

    @Override
    public Integer call() {
        if (seeds < 1 || steps < 1) {
            throw new ParameterException(spec.commandLine(), "--seeds and --steps are at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        return mutants ? findMutants(out) : simulate(out);
    }

    private List<Fault> allowed() {
        return faults.isEmpty() ? List.of(Fault.values()) : List.copyOf(faults);
    }

    private int simulate(PrintWriter out) {
        if (seeds == 1) {
            Result result = Simulation.run(Plan.of(seed, steps, allowed()), new Parts(), true);
            result.lines().forEach(out::println);
            out.println();
        }
        out.printf(
                Locale.ROOT,
                "Seeds %d to %d, %,d events each at least, %d threads.%n",
                seed,
                seed + seeds - 1,
                steps,
                Runtime.getRuntime().availableProcessors());
        long begun = System.nanoTime();
        Tally tally = Worlds.run(seed, seeds, each -> Plan.of(each, steps, allowed()), progress(out));
        double seconds = (System.nanoTime() - begun) / NANOS;
        tally.counts().forEach((kind, times) -> out.printf(Locale.ROOT, "  %,12d  %s%n", times, kind));
        List<String> missing = Coverage.missing(tally, allowed());
        missing.forEach(kind -> out.println("never occurred: " + kind));
        out.printf(
                Locale.ROOT,
                "%,d worlds, %,d events, %,.0f events a second.%n",
                tally.worlds(),
                tally.events(),
                tally.events() / seconds);
        tally.first().ifPresent(broken -> violated(out, tally, broken));
        if (tally.violated() > 0 || !missing.isEmpty()) {
            out.printf(Locale.ROOT, "FAILED, after %.0f s.%n", seconds);
            return VIOLATED;
        }
        out.printf(Locale.ROOT, "PASSED: all promises hold, in %.0f s.%n", seconds);
        return HELD;
    }

    private static LongConsumer progress(PrintWriter out) {
        AtomicLong through = new AtomicLong();
        return ignored -> {
            long count = through.incrementAndGet();
            if (count % PROGRESS_EACH == 0) {
                out.printf(Locale.ROOT, "  %,d worlds%n", count);
            }
        };
    }

    private void violated(PrintWriter out, Tally tally, Result broken) {
        Result smallest = new Shrinker(new Parts(), SHRINKING).shrink(broken);
        Result told = Simulation.run(smallest.plan(), new Parts(), true);
        told.lines().forEach(out::println);
        out.printf(
                Locale.ROOT,
                "%nAbove: seed %d with %d of its %d decisions. In full: ./tidemark simulate --seeds 1 --seed %d --steps"
                        + " %d%n%n",
                broken.plan().seed(),
                smallest.made().size(),
                broken.made().size(),
                broken.plan().seed(),
                steps);
        tally.violations()
                .forEach(violation -> out.printf(
                        Locale.ROOT,
                        "broken: %s with seed %d: %s%n",
                        violation.promise(),
                        violation.seed(),
                        violation.sentence()));
        rules(tally)
                .forEach((rule, seeds) ->
                        out.printf(Locale.ROOT, "%s, in %,d of the worlds above: %s%n", rule, seeds.size(), seeds));
        out.printf(Locale.ROOT, "Broken in %,d of %,d worlds.%n", tally.violated(), tally.worlds());
    }

    private static Map<String, List<Long>> rules(Tally tally) {
        return tally.violations().stream()
                .collect(Collectors.groupingBy(
                        violation -> violation.promise() + ", " + violation.rule(),
                        TreeMap::new,
                        Collectors.mapping(Tally.Violation::seed, Collectors.toList())));
    }

    private static int findMutants(PrintWriter out) {
        int hidden = 0;
        for (Mutant mutant : Mutants.ALL) {
            Optional<Result> found = Mutants.find(mutant, MUTANT_EVENTS);
            hidden += found.isEmpty() ? 1 : 0;
            out.printf(
                    Locale.ROOT,
                    "%-24s %s: %s%n",
                    mutant.name(),
                    mutant.words(),
                    found.flatMap(Result::broken)
                            .map(broken -> "found by " + broken.promise() + " with seed "
                                    + found.get().plan().seed() + " of " + mutant.seeds())
                            .orElse("NOT FOUND in " + mutant.seeds() + " seeds"));
        }
        out.printf(
                Locale.ROOT,
                "%s: %d bugs, %d not found.%n",
                hidden == 0 ? "PASSED" : "FAILED",
                Mutants.ALL.size(),
                hidden);
        return hidden == 0 ? HELD : VIOLATED;
    }
}
