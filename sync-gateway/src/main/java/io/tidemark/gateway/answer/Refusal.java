package io.tidemark.gateway.answer;

import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.problem.ProblemType;

/** A request that as a whole is answered with a problem. It carries no stack: it is an answer, not a defect. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public Refusal(ProblemType type) {
        this(Problem.of(type));
    }

    /** @param detail one sentence for the developer, without anything of the input */
    public Refusal(ProblemType type, String detail) {
        this(Problem.of(type, detail));
    }

    public Refusal(Problem problem) {
        super(problem.type().slug(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
