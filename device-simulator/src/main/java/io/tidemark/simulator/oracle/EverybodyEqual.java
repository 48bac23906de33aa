package io.tidemark.simulator.oracle;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import io.tidemark.simulator.oracle.Evidence.ServerScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** G6: every device of a scope shows the server's rows, byte for byte, versions and positions included. */
final class EverybodyEqual implements Rule {
    @Override
    public Finding check(Facts facts) {
        Map<String, SortedMap<EntityKey, String>> servers = new HashMap<>();
        for (ServerScope scope : facts.evidence().scopes()) {
            SortedMap<EntityKey, String> rows = new TreeMap<>();
            for (CanonicalRow row : scope.rows()) {
                if (row instanceof CanonicalRow.Live live) {
                    rows.put(live.entity(), Shown.of(live));
                }
            }
            servers.put(scope.scope(), rows);
        }
        long examined = 0;
        List<Violation> violations = new ArrayList<>();
        for (DeviceCopy copy : facts.evidence().devices()) {
            SortedMap<EntityKey, String> rows = servers.getOrDefault(copy.scope(), new TreeMap<>());
            examined += rows.size();
            compare(copy, rows, violations);
        }
        return new Finding("all devices and the server hold the same rows, byte for byte", examined, violations);
    }

    private static void compare(DeviceCopy copy, SortedMap<EntityKey, String> server, List<Violation> violations) {
        TreeSet<EntityKey> all = new TreeSet<>(server.keySet());
        all.addAll(copy.rows().keySet());
        for (EntityKey entity : all) {
            String there = server.get(entity);
            String here = copy.rows().get(entity);
            String subject = new ScopedEntity(copy.scope(), entity).toString();
            if (here == null) {
                violations.add(
                        new Violation(subject, "diverged: " + copy.device() + " does not have the server's row"));
            } else if (there == null) {
                violations.add(
                        new Violation(subject, "diverged: " + copy.device() + " shows a row that the server has not"));
            } else if (!here.equals(there)) {
                violations.add(new Violation(
                        subject, "diverged: " + copy.device() + " shows " + here + ", the server has " + there));
            }
        }
    }
}
