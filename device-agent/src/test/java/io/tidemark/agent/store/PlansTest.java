package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.TYPES;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.json.Json;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How SQLite carries out every statement of the store. A queue may hold a million operations and a scope a hundred
 * thousand rows: what is done often may not read all of them, and does not sort what it then cuts off. The store keeps
 * no statistics, so a plan is the same for an empty file and a full one.
 */
class PlansTest {
    private static final Pattern READ = Pattern.compile("(SCAN|SEARCH) (\\S+)(?: USING (.*))?");
    private static final Pattern ENDS_WITH_LIMIT = Pattern.compile("ORDER BY [^()]* LIMIT \\S+\\s*$");
    private static final Pattern STATEMENT =
            Pattern.compile("\\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\\b.*", Pattern.DOTALL);

    /** What stands for a subquery, a value, or a table that is small whatever the queue holds. */
    private static final Pattern SMALL =
            Pattern.compile("\\(?subquery.*|ranked|e|json_each|CONSTANT|staged_row|scope_state"
                    + "|sync_state|sync_counter|account|declared|recovery");

    private static final Pattern SMALL_INDEX =
            Pattern.compile(".*INDEX sqlite_autoindex_(staged_row|scope_state)_1 .*");

    /** What an index finds of a large table that is one entity, one operation or one transaction. */
    private static final Pattern FEW = Pattern.compile(".*\\((scope=\\? AND type=\\? AND entity=\\?.*|operation_id=\\?"
            + "|transaction_id=\\?|ordinal=\\?|rowid=\\?|rowid>\\? AND rowid<\\?)\\)");

    /** Statements that read more, and why they may. */
    private static final Map<String, Excuse> MAY_READ_MORE = new TreeMap<>();

    static {
        because(
                "the passed ones, or those of one push: they are the first of the queue",
                "status=?",
                "FeedSql.PASS_UNDECIDED",
                "QueueSql.UNDECIDED_UP_TO",
                "QueueSql.MARK_SENT");
        because(
                "what has an outcome: the checkpoint that asks retires it",
                "status=?",
                "FeedSql.LEAVING",
                "FeedSql.ENTITIES_OF_PASSED",
                "FeedSql.RETIRE",
                "FeedSql.WAS_OF_ANOTHER_EPOCH",
                "JournalSql.KEEP");
        because(
                "the index holds nothing else",
                "",
                "FeedSql.FORGET_PASSED",
                "QueueSql.FORGET_PASSED",
                "RowSql.CONFLICT_COPIES");
        because("a few from one end", "", "DeviceTime.LAST_SAVED", "JournalSql.END_OF_OLDEST", "QueueSql.UNSENT_TAIL");
        because(
                "what is about to go",
                "",
                "JournalSql.END_OF_AGED",
                "JournalSql.DROP_UP_TO",
                "JournalSql.FORGET_SUCCESSORS_UP_TO");
        because("counts an index, and the heads of the queue", "", "StateSql.FIGURES");
        because(
                "documented: a query reads all rows of its type", "",
                "QueryText", "RowSql.VISIBLE_ROWS_OF_TYPE");
        because("the beginning of others", "", "RowSql.VISIBLE");
        because("once, at a resync", "", "FeedSql.DROP_CANONICAL_NOT_STAGED", "FeedSql.HIDE_NOT_STAGED");
        because(
                "once, when the server was restored",
                "",
                "FeedSql.RETIRE_REJECTED_OF_OTHER_EPOCHS",
                "FeedSql.FORGET_OUTCOMES_OF_OTHER_EPOCHS",
                "JournalSql.ENTITIES",
                "JournalSql.QUEUE_AGAIN",
                "JournalSql.DROP_OF_SCOPE",
                "JournalSql.TRANSACTIONS",
                "JournalSql.LINK_BEHIND",
                "JournalSql.MOVE_CHAIN_END");
        because(
                "once, when the server was restored, or the device takes a new id",
                "",
                "QueueSql.REMOVE_REJECTED",
                "QueueSql.FORGET_OUTCOMES");
        because("once, when the device takes a new id", "", "QueueSql.LINK_ANEW", "QueueSql.CHAINS_ANEW");
        because(
                "once, when access is lost",
                "",
                "Revocation.LINK_LATER_SAVES",
                "Revocation.BURY",
                "Revocation.EMPTY_QUEUE",
                "Revocation.DROP_VIEW",
                "Revocation.DROP_CANONICAL");
        because(
                "once, when a scope is followed no more",
                "",
                "FollowingSql.FORGET",
                "FollowingSql.UNSENT",
                "FollowingSql.UNSENT_BY_SCOPE");
        because("once, when the user leaves", "", "LeavingSql.FORGET", "LeavingSql.UNSENT");
        because("once, of a damaged file", "", "SalvageSql.QUEUE", "SalvageSql.DEAD_LETTERS", "SalvageSql.SUCCESSORS");
    }

    /** @param within what its plan says where it reads much, so that no other plan is excused */
    private record Excuse(String reason, String within) {
        boolean covers(List<String> steps) {
            return steps.stream().allMatch(step -> step.contains(within));
        }
    }

    private static void because(String reason, String within, String... statements) {
        for (String statement : statements) {
            MAY_READ_MORE.put(statement, new Excuse(reason, within));
        }
    }

    private record Named(String name, String sql) {}

    @Test
    void readsNoLargeTableWhole_whateverTheStoreDoesOften(@TempDir Path directory) throws Exception {
        // Given
        List<Named> statements = statements();
        Map<String, List<String>> found = new TreeMap<>();

        // When
        try (OneDevice device = new OneDevice(directory.resolve("agent.db"), TYPES)) {
            for (Named statement : statements) {
                List<String> large = device.database.read(session -> largeReads(session, statement.sql()));
                if (!large.isEmpty()) {
                    found.put(statement.name(), large);
                }
            }
        }

        // Then
        assertThat(statements).hasSizeGreaterThan(100);
        assertThat(found.keySet()).as("each excuse is needed").containsAll(MAY_READ_MORE.keySet());
        MAY_READ_MORE.forEach((name, excuse) ->
                found.computeIfPresent(name, (statement, steps) -> excuse.covers(steps) ? null : steps));
        assertThat(found).isEmpty();
    }

    private static List<String> largeReads(Session session, String sql) throws SQLException {
        List<String> large = new ArrayList<>();
        boolean sorts = false;
        try (PreparedStatement explain = session.connection().prepareStatement("EXPLAIN QUERY PLAN " + sql);
                ResultSet plan = explain.executeQuery()) {
            while (plan.next()) {
                String step = plan.getString(4);
                Matcher read = READ.matcher(step);
                sorts |= step.contains("TEMP B-TREE FOR ORDER BY");
                if (read.matches() && isLarge(read.group(1), read.group(2), read.group(3))) {
                    large.add(step);
                }
            }
        } catch (SQLException e) {
            // A part of other statements, which are looked at whole.
            if (!String.valueOf(e.getMessage()).contains("incomplete input")) {
                throw e;
            }
        }
        boolean stopsAtItsLimit = ENDS_WITH_LIMIT.matcher(sql).find() && !sorts;
        return stopsAtItsLimit && large.stream().noneMatch(PlansTest::beginsAtTheFirst) ? List.of() : large;
    }

    /** A page that is found by the scope alone reads again what the pages before it have read. */
    private static boolean beginsAtTheFirst(String step) {
        return step.startsWith("SCAN") || step.endsWith("(scope>?)");
    }

    private static boolean isLarge(String how, String what, @Nullable String index) {
        boolean small = SMALL.matcher(what).matches()
                || (index != null && (SMALL_INDEX.matcher(index).matches() || isFew(how, index)));
        return !small;
    }

    private static boolean isFew(String how, String index) {
        return "SEARCH".equals(how) && FEW.matcher(index).matches();
    }

    /** Each constant of the package that is a statement, those in records and lists among them; and queries of apps. */
    private static List<Named> statements() throws Exception {
        List<Named> statements = new ArrayList<>();
        for (Class<?> type : classes()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                    field.setAccessible(true);
                    collect(type.getSimpleName() + "." + field.getName(), field.get(null), statements);
                }
            }
        }
        Query query = Query.of("note").where("pinned", Json.of(true));
        statements.add(new Named(
                "QueryText", QueryText.of("s", query, TYPES, Vault.OPEN).sql()));
        return statements;
    }

    private static void collect(String name, Object value, List<Named> into) throws ReflectiveOperationException {
        if (value instanceof String sql && STATEMENT.matcher(sql).matches()) {
            into.add(new Named(name, sql));
        } else if (value instanceof List<?> list && !name.startsWith("Schema.")) {
            for (Object each : list) {
                collect(name, each, into);
            }
        } else if (value instanceof Record parts && parts.getClass().getPackage() == PlansTest.class.getPackage()) {
            for (RecordComponent part : parts.getClass().getRecordComponents()) {
                part.getAccessor().setAccessible(true);
                collect(name + "." + part.getName(), part.getAccessor().invoke(parts), into);
            }
        }
    }

    private static List<Class<?>> classes() throws IOException, URISyntaxException, ClassNotFoundException {
        Path compiled = Path.of(Database.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("io/tidemark/agent/store");
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(compiled)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    classes.add(Class.forName(
                            "io.tidemark.agent.store." + name.substring(0, name.length() - ".class".length())));
                }
            }
        }
        return classes;
    }
}
