package io.tidemark.simulation.run;

import io.tidemark.simulation.promise.Broken;
import io.tidemark.simulation.world.Parts;
import io.tidemark.simulation.world.Simulation;
import io.tidemark.simulation.world.Simulation.Plan;
import io.tidemark.simulation.world.Simulation.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves out decisions of a world in which a promise is broken, as long as the same rule stays broken: delta
 * debugging (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002).
 */
public final class Shrinker {
    private final Parts parts;
    private int left;

    /** @param tries worlds at most */
    public Shrinker(Parts parts, int tries) {
        this.parts = parts;
        this.left = tries;
    }

    /** A world with fewer decisions, and the same rule broken; the same world if there is none. */
    public Result shrink(Result broken) {
        Result smallest = broken;
        int pieces = 2;
        while (left > 0) {
            List<Integer> made = List.copyOf(smallest.made().keySet());
            if (made.size() < 2) {
                return smallest;
            }
            Optional<Result> smaller = withoutAPiece(smallest, made, pieces);
            if (smaller.isPresent()) {
                smallest = smaller.get();
                pieces = Math.max(2, pieces - 1);
            } else if (pieces >= made.size()) {
                return smallest;
            } else {
                pieces = Math.min(made.size(), pieces * 2);
            }
        }
        return smallest;
    }

    private Optional<Result> withoutAPiece(Result from, List<Integer> made, int pieces) {
        for (List<Integer> piece : pieces(made, pieces)) {
            if (left-- <= 0) {
                return Optional.empty();
            }
            Set<Integer> omitted = new HashSet<>(from.plan().omitted());
            omitted.addAll(piece);
            Plan plan = from.plan().without(omitted, from.decisions());
            Result result = Simulation.run(plan, parts, false);
            if (isSame(from, result) && result.made().size() < made.size()) {
                return Optional.of(result);
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(Result one, Result other) {
        return one.broken().map(Broken::rule).equals(other.broken().map(Broken::rule));
    }

    private static List<List<Integer>> pieces(List<Integer> made, int count) {
        List<List<Integer>> pieces = new ArrayList<>();
        int size = Math.max(1, Math.ceilDiv(made.size(), count));
        for (int from = 0; from < made.size(); from += size) {
            pieces.add(made.subList(from, Math.min(made.size(), from + size)));
        }
        return pieces;
    }
}
