package io.tidemark.simulation.world;

import io.tidemark.laws.history.Dice;
import java.util.Optional;
import java.util.function.Consumer;

/** The way between a device and the gateways: with whatever may befall a request or its answer on it. */
public final class Link {
    /** A request without an answer is given up after this time. */
    public static final long TIME_OUT = 30_000;

    private static final int SLOWEST = 120;
    private static final int LATEST = 60_000;
    private static final int PER_CENT = 100;

    private final Stage stage;
    private final String device;
    private final Dice dice;
    private int badness;
    private boolean isCut;

    public Link(Stage stage, String device, Dice dice) {
        this.stage = stage;
        this.device = device;
        this.dice = dice;
    }

    /** @param perCent of requests that something befalls */
    public void spoil(int perCent) {
        badness = perCent;
    }

    /** Nothing gets through, and nobody says so. */
    public void cut(boolean nothingPasses) {
        isCut = nothingPasses;
    }

    /** What came back. */
    public enum Lost {
        UNREACHABLE,
        NOT_OURS
    }

    /** Carried out where the request arrives; it may answer later, or never. */
    public interface Request<R> {
        void arrive(Consumer<R> answer);
    }

    private static final class Once<R> {
        private Optional<Consumer<R>> heard;
        private final Consumer<Lost> lost;

        Once(Consumer<R> heard, Consumer<Lost> lost) {
            this.heard = Optional.of(heard);
            this.lost = lost;
        }

        void hear(R answer) {
            Optional<Consumer<R>> listener = heard;
            heard = Optional.empty();
            listener.ifPresent(waits -> waits.accept(answer));
        }

        void lose(Lost how) {
            if (heard.isPresent()) {
                heard = Optional.empty();
                lost.accept(how);
            }
        }
    }

    /** @param heard exactly one of the two is told, once */
    public <R> void send(Request<R> request, Consumer<R> heard, Consumer<Lost> lost) {
        Once<R> once = new Once<>(heard, lost);
        stage.time().in(TIME_OUT, () -> once.lose(Lost.UNREACHABLE));
        if (isCut) {
            stage.counts().count("request into a cut link");
            return;
        }
        boolean isBad = dice.below(PER_CENT) < badness;
        switch (isBad ? dice.weighted(3, 3, 3, 2, 2, 2) : -1) {
            case 0 -> befell("request lost");
            case 1 -> {
                befell("answer lost");
                stage.time().in(delay(), () -> request.arrive(ignored -> {}));
            }
            case 2 -> {
                befell("request twice");
                stage.time().in(delay(), () -> request.arrive(answer -> back(once, answer)));
                stage.time().in(dice.upTo(LATEST), () -> request.arrive(ignored -> {}));
            }
            case 3 -> {
                befell("request late");
                stage.time().in(dice.upTo(LATEST), () -> request.arrive(answer -> back(once, answer)));
            }
            case 4 -> {
                befell("answer cut off");
                stage.time()
                        .in(
                                delay(),
                                () -> request.arrive(
                                        ignored -> stage.time().in(delay(), () -> once.lose(Lost.NOT_OURS))));
            }
            case 5 -> {
                befell("answer of somebody else");
                stage.time().in(delay(), () -> once.lose(Lost.NOT_OURS));
            }
            default -> stage.time().in(delay(), () -> request.arrive(answer -> back(once, answer)));
        }
    }

    private <R> void back(Once<R> once, R answer) {
        stage.time().in(delay(), () -> {
            if (!isCut) {
                once.hear(answer);
            }
        });
    }

    private long delay() {
        return dice.upTo(SLOWEST);
    }

    private void befell(String what) {
        stage.counts().count(what);
        stage.trace().note(device, what);
    }
}
