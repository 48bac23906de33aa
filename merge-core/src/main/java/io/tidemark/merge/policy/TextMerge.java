package io.tidemark.merge.policy;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A three-way merge of texts (diff3; Khanna, Kunal and Pierce, "A Formal Investigation of Diff3"): by lines, and where
 * both changed the same lines, by words. Each side's every change is in the result, or there is none.
 */
final class TextMerge {
    /** Beyond this many lines or words that differ, a diff costs too much: the square of it in the worst case. */
    private static final int MOST_TOKENS = 4_000;

    private static final Pattern LINES = Pattern.compile("[^\\n]*\\n|[^\\n]+");
    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}_]+|\\s+|.", Pattern.DOTALL);

    private TextMerge() {}

    /** Empty if both sides changed the same words differently. The order of the two sides makes no difference. */
    static Optional<String> merge(String base, String ours, String theirs) {
        return merge(base, ours, theirs, LINES);
    }

    private static Optional<String> merge(String base, String ours, String theirs, Pattern tokens) {
        if (ours.equals(theirs) || base.equals(theirs)) {
            return Optional.of(ours);
        }
        if (base.equals(ours)) {
            return Optional.of(theirs);
        }
        List<String> baseTokens = split(base, tokens);
        List<String> ourTokens = split(ours, tokens);
        List<String> theirTokens = split(theirs, tokens);
        if (isTooLong(baseTokens, ourTokens) || isTooLong(baseTokens, theirTokens)) {
            return Optional.empty();
        }
        return weave(baseTokens, hunks(baseTokens, ourTokens), hunks(baseTokens, theirTokens), tokens);
    }

    private static List<String> split(String text, Pattern tokens) {
        return tokens.matcher(text).results().map(MatchResult::group).toList();
    }

    /** Equal beginnings and ends cost nothing. */
    private static boolean isTooLong(List<String> base, List<String> changed) {
        int most = Math.min(base.size(), changed.size());
        int head = 0;
        while (head < most && base.get(head).equals(changed.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < most - head && base.get(base.size() - 1 - tail).equals(changed.get(changed.size() - 1 - tail))) {
            tail++;
        }
        return base.size() + changed.size() - 2 * (head + tail) > MOST_TOKENS;
    }

    /** Tokens {@code from} to {@code to} of the base become these. */
    private record Hunk(int from, int to, List<String> tokens) {
        /** Two insertions at one place, or an insertion at the edge of a replacement, have no order of their own. */
        boolean meets(int otherFrom, int otherTo) {
            boolean overlaps = from < otherTo && otherFrom < to;
            boolean insertionAtEdge = (from == to || otherFrom == otherTo) && from <= otherTo && otherFrom <= to;
            return overlaps || insertionAtEdge || from == otherFrom;
        }
    }

    private static List<Hunk> hunks(List<String> base, List<String> changed) {
        List<Hunk> hunks = new ArrayList<>();
        for (AbstractDelta<String> delta : DiffUtils.diff(base, changed).getDeltas()) {
            if (delta.getType() != DeltaType.EQUAL) {
                int from = delta.getSource().getPosition();
                int to = from + delta.getSource().size();
                hunks.add(new Hunk(from, to, List.copyOf(delta.getTarget().getLines())));
            }
        }
        return hunks;
    }

    /** Goes along the base, and takes each hunk; hunks that meet are taken together, as one region of both sides. */
    private static Optional<String> weave(List<String> base, List<Hunk> ours, List<Hunk> theirs, Pattern tokens) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        Deque<Hunk> mine = new ArrayDeque<>(ours);
        Deque<Hunk> others = new ArrayDeque<>(theirs);
        while (!mine.isEmpty() || !others.isEmpty()) {
            Hunk first = first(mine, others);
            int end = first.to();
            List<Hunk> ourPart = new ArrayList<>();
            List<Hunk> theirPart = new ArrayList<>();
            int grown;
            do {
                grown = end;
                end = take(mine, first.from(), end, ourPart);
                end = take(others, first.from(), end, theirPart);
            } while (end > grown);
            Optional<String> region = region(base.subList(first.from(), end), first.from(), ourPart, theirPart, tokens);
            if (region.isEmpty()) {
                return Optional.empty();
            }
            text.append(String.join("", base.subList(at, first.from()))).append(region.get());
            at = end;
        }
        return Optional.of(
                text.append(String.join("", base.subList(at, base.size()))).toString());
    }

    private static Hunk first(Deque<Hunk> mine, Deque<Hunk> others) {
        if (mine.isEmpty()) {
            return others.getFirst();
        }
        boolean oursFirst =
                others.isEmpty() || mine.getFirst().from() <= others.getFirst().from();
        return oursFirst ? mine.getFirst() : others.getFirst();
    }

    /** Takes the hunks that meet the region, and says where it ends then. */
    private static int take(Deque<Hunk> hunks, int from, int end, List<Hunk> taken) {
        int grown = end;
        while (!hunks.isEmpty() && hunks.getFirst().meets(from, grown)) {
            Hunk hunk = hunks.removeFirst();
            grown = Math.max(grown, hunk.to());
            taken.add(hunk);
        }
        return grown;
    }

    private static Optional<String> region(
            List<String> base, int offset, List<Hunk> ours, List<Hunk> theirs, Pattern tokens) {
        String mine = apply(base, offset, ours);
        String other = apply(base, offset, theirs);
        if (ours.isEmpty() || mine.equals(other)) {
            return Optional.of(other);
        }
        if (theirs.isEmpty()) {
            return Optional.of(mine);
        }
        return tokens == LINES ? merge(String.join("", base), mine, other, WORDS) : Optional.empty();
    }

    private static String apply(List<String> base, int offset, List<Hunk> hunks) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (Hunk hunk : hunks) {
            text.append(String.join("", base.subList(at, hunk.from() - offset)));
            text.append(String.join("", hunk.tokens()));
            at = hunk.to() - offset;
        }
        return text.append(String.join("", base.subList(at, base.size()))).toString();
    }
}
