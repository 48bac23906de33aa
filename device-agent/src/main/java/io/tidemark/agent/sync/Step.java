package io.tidemark.agent.sync;

import java.util.ArrayList;
import java.util.List;

/** What a step comes to: the next state, and what is to be done for it, in order. */
record Step<S>(S state, List<Instruction> instructions) {
    Step {
        instructions = List.copyOf(instructions);
    }

    static <S> Step<S> to(S state) {
        return new Step<>(state, List.of());
    }

    static List<Instruction> append(List<Instruction> instructions, Instruction last) {
        List<Instruction> all = new ArrayList<>(instructions);
        all.add(last);
        return all;
    }
}
