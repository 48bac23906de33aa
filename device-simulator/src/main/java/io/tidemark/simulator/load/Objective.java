package io.tidemark.simulator.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that a run is to keep, such as {@code p95<2s}.
 *
 * @param text as it was declared
 * @param below whether the figure has to be below the bound, or above
 * @param bound in the figure's own unit
 */
public record Objective(String text, Figure figure, boolean below, double bound) {
    private static final Pattern FORM =
            Pattern.compile("([a-z0-9-]+)\\s*([<>])\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(ms|s|%|/s)?");
    private static final double MILLIS = 1_000;

    /** What can be asked for, and its unit. */
    public enum Figure {
        P50("p50", "ms"),
        P95("p95", "ms"),
        P99("p99", "ms"),
        MAX("max", "ms"),
        VISIBLE_P95("visible-p95", "ms"),
        THROUGHPUT("throughput", "/s"),
        ERRORS("errors", "%"),
        CONFLICTS("conflicts", "%");

        private final String word;
        private final String unit;

        Figure(String word, String unit) {
            this.word = word;
            this.unit = unit;
        }

        public String unit() {
            return unit;
        }

        static Optional<Figure> parse(String word) {
            return Arrays.stream(values())
                    .filter(figure -> figure.word.equals(word))
                    .findFirst();
        }

        static String all() {
            return Arrays.stream(values()).map(figure -> figure.word).collect(Collectors.joining(", "));
        }
    }

    /** @throws IllegalArgumentException with a sentence for the user */
    public static Objective parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("an objective is of the form p95<2s or errors<1%");
        }
        Figure figure = Figure.parse(form.group(1))
                .orElseThrow(() -> new IllegalArgumentException("an objective names one of " + Figure.all()));
        String unit = form.group(4) == null ? figure.unit() : form.group(4);
        boolean seconds = unit.equals("s") && figure.unit().equals("ms");
        if (!seconds && !unit.equals(figure.unit())) {
            throw new IllegalArgumentException(figure.word + " is given in " + figure.unit());
        }
        double bound = Double.parseDouble(form.group(3)) * (seconds ? MILLIS : 1);
        return new Objective(text.strip(), figure, form.group(2).equals("<"), bound);
    }

    /** What came of it. */
    public record Result(Objective objective, double measured) {
        public boolean met() {
            return objective.below() ? measured < objective.bound() : measured > objective.bound();
        }
    }
}
