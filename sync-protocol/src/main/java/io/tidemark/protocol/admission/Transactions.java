package io.tidemark.protocol.admission;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.operation.TransactionPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cuts a sequence into what is decided together: single operations, and whole transactions. */
public final class Transactions {
    private Transactions() {}

    /**
     * @param <T> whatever may be a part of a transaction
     * @throws InvalidShape if a transaction has not all its places, one behind the other
     */
    public static <T> List<List<T>> units(List<T> sequence, Function<T, Optional<TransactionPart>> transaction)
            throws InvalidShape {
        List<List<T>> units = new ArrayList<>();
        List<T> unit = new ArrayList<>();
        Optional<TransactionPart> last = Optional.empty();
        for (T each : sequence) {
            Optional<TransactionPart> part = transaction.apply(each);
            if (!unit.isEmpty() && !continues(last, part)) {
                throw notWhole();
            }
            if (unit.isEmpty() && !part.map(TransactionPart::isFirst).orElse(true)) {
                throw notWhole();
            }
            unit.add(each);
            last = part;
            if (part.map(TransactionPart::isLast).orElse(true)) {
                units.add(List.copyOf(unit));
                unit.clear();
            }
        }
        if (!unit.isEmpty()) {
            throw notWhole();
        }
        return units;
    }

    private static boolean continues(Optional<TransactionPart> last, Optional<TransactionPart> part) {
        return last.isPresent() && part.isPresent() && part.get().follows(last.get());
    }

    private static InvalidShape notWhole() {
        return new InvalidShape("transaction", "all its operations are expected, in their order, in one request");
    }
}
