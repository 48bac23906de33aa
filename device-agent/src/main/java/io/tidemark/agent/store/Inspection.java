package io.tidemark.agent.store;

import io.tidemark.protocol.entity.EntityTypes;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Looks at a database before anybody writes to it. */
final class Inspection {
    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final int STEPS_BETWEEN_LOOKS = 5_000;

    private Inspection() {}

    /**
     * @return whether it is sound, as far as was looked
     * @throws StoreFailure if it is another account's, or was written by a newer version of this library or of the app
     */
    static boolean isSound(DatabaseSettings settings) throws SQLException {
        if (!Files.exists(settings.file())) {
            return true;
        }
        try (Connection connection = Connections.looking(settings.file())) {
            if (Migrations.version(connection) > Schema.STEPS.size()) {
                throw new StoreFailure(
                        "the database was written by a newer version of this library; it was left as it is", null);
            }
            Owner.of(connection).require(settings.account());
            requireKnownDeclaration(connection, settings.types());
            return switch (Suspicion.isRaised(settings.file()) ? IntegrityCheck.FULL : settings.check()) {
                case NONE -> true;
                case QUICK -> isSoundWithin(connection, QUICK);
                case FULL -> says(connection, "PRAGMA integrity_check(1)");
            };
        } catch (SQLException e) {
            if (Connections.isDamage(e)) {
                return false;
            }
            throw e;
        }
    }

    /** An older app would show rows without the fields that it does not know, and save on top of them. */
    private static void requireKnownDeclaration(Connection connection, EntityTypes types) throws SQLException {
        if (Migrations.version(connection) < Schema.WITH_DECLARATION) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet declared = statement.executeQuery(UpgradeSql.DECLARED)) {
            while (declared.next()) {
                int schema = declared.getInt(2);
                if (types.find(declared.getString(1))
                        .filter(type -> type.schema() < schema)
                        .isPresent()) {
                    throw new StoreFailure(
                            "the database was written by an app with a newer declaration of a type; it was left as it is",
                            null);
                }
            }
        }
    }

    private static boolean isSoundWithin(Connection connection, Duration time) throws SQLException {
        long end = System.nanoTime() + time.toNanos();
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - end > 0 ? 1 : 0;
            }
        });
        try {
            return says(connection, "PRAGMA quick_check(1)");
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT) {
                return true;
            }
            throw e;
        }
    }

    private static boolean says(Connection connection, String check) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(check)) {
            return result.next() && "ok".equals(result.getString(1));
        }
    }
}
