package io.tidemark.protocol.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.Field;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What holds of every declaration and every row: over seeded random histories of a type. */
class SchemaLawsTest {
    private static final int HISTORIES = 500;
    private static final EntityKey NOTE = new EntityKey("note", "n");

    /** A type in its newest version, an author's version, and randomness for the rest. */
    private record Case(DeclarationModel model, EntityType type, int version, RandomGenerator random) {
        /** Some of the fields, by the names of that version. */
        TreeMap<String, Json> written() {
            TreeMap<String, Json> fields = new TreeMap<>();
            type.fieldsEver()
                    .flatMap(field -> field.nameAt(version).stream())
                    .filter(name -> random.nextBoolean())
                    .forEach(name -> fields.put(name, Json.of(random.nextInt(100))));
            return fields;
        }

        /** Values that were stored by whom ever. */
        TreeMap<String, Json> stored() {
            TreeMap<String, Json> fields = new TreeMap<>();
            type.fieldsEver()
                    .map(Field::storedName)
                    .filter(name -> random.nextBoolean())
                    .forEach(name -> fields.put(name, Json.of(random.nextInt(100))));
            return fields;
        }
    }

    private static void forAll(Consumer<Case> law) {
        for (long seed = 0; seed < HISTORIES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DeclarationModel model = DeclarationModel.random(random);
            EntityType type = model.at(DeclarationModel.VERSIONS);
            Case one = new Case(model, type, 1 + random.nextInt(DeclarationModel.VERSIONS), random);
            try {
                law.accept(one);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", version " + one.version() + ": " + type, e);
            }
        }
    }

    @Test
    void isTheSame_whenARowIsLiftedTwice() {
        forAll(one -> {
            // Given
            var once = Lift.row(one.written(), one.type());
            // When, Then
            assertThat(Lift.row(once, one.type())).isEqualTo(once);
        });
    }

    @Test
    void showsAnAuthorWhatHeWrote_whenHisOperationWasLiftedAndTheRowIsLowered() {
        forAll(one -> {
            // Given
            TreeMap<String, Json> written = one.written();
            // When
            Operation.Upsert lifted = (Operation.Upsert) Lift.operation(
                            new Operation.Upsert(
                                    new OperationId(new UUID(0, 1)),
                                    NOTE,
                                    one.version(),
                                    written,
                                    new Basis.Nothing(),
                                    new Precondition.None()),
                            one.type())
                    .operation();
            var shown = live(lower(one.type(), one.version(), lifted.fields())).fields();
            // Then
            written.forEach((name, value) -> {
                Field field = one.type().fieldAt(one.version(), name).orElseThrow();
                Optional<Json> expected = field.isRemoved() ? field.history().defaultValue() : Optional.of(value);
                assertThat(Optional.ofNullable(shown.get(name))).isEqualTo(expected);
            });
        });
    }

    @Test
    void knowsNoOtherNames_whenARowIsLowered() {
        forAll(one -> {
            // Given / When
            var shown = live(lower(one.type(), one.version(), one.stored())).fields();
            // Then
            assertThat(shown.keySet()).allSatisfy(name -> assertThat(one.type().fieldAt(one.version(), name))
                    .isPresent());
        });
    }

    /** SCHEMA-17: a client that is ahead of the server ends with the row that the upgraded server would answer. */
    @Test
    void comesToTheSameRow_whenAnOlderServersAnswerIsAdopted() {
        forAll(one -> {
            // Given
            TreeMap<String, Json> stored = one.stored();
            EntityType older = one.model().at(one.version());
            stored.keySet().removeIf(name -> older.fieldEver(name).isEmpty());
            RowForm own = new RowForm(one.type(), DeclarationModel.VERSIONS);
            // When
            CanonicalRow adopted = own.adopt(lower(older, one.version(), stored));
            // Then
            assertThat(adopted).isEqualTo(lower(one.type(), DeclarationModel.VERSIONS, stored));
            assertThat(own.adopt(adopted)).isEqualTo(adopted);
        });
    }

    private static CanonicalRow lower(EntityType type, int version, java.util.SortedMap<String, Json> stored) {
        return new RowForm(type, version).lower(new CanonicalRow.Live(NOTE, 3, 7, stored, Optional.empty()));
    }

    private static CanonicalRow.Live live(CanonicalRow row) {
        return (CanonicalRow.Live) row;
    }
}
