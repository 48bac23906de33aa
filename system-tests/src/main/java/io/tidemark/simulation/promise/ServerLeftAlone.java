package io.tidemark.simulation.promise;

import io.tidemark.agent.sync.Event.Lane;
import java.util.HashMap;
import java.util.Map;

/** G13: a server that asks to be left alone is left alone: nothing that a device does cuts its time short. */
final class ServerLeftAlone extends Promise {
    private final Map<Way, Long> quiet = new HashMap<>();

    private record Way(String device, String scope, Lane lane) {}

    @Override
    public String id() {
        return "G13";
    }

    @Override
    public String words() {
        return "a server that asks to be left alone is left alone";
    }

    @Override
    protected void on(Happening happening) {
        if (happening instanceof Happening.Quietened quietened) {
            quiet.put(new Way(quietened.device(), quietened.scope(), quietened.lane()), quietened.until());
        } else if (happening instanceof Happening.Asked asked) {
            Way way = new Way(asked.device(), asked.scope(), asked.lane());
            long until = quiet.getOrDefault(way, 0L);
            require(
                    asked.now() >= until,
                    () -> asked.device() + " asks again " + (until - asked.now())
                            + " ms before the time that the server named");
        } else if (happening instanceof Happening.Started started) {
            quiet.keySet().removeIf(way -> way.device().equals(started.device()));
        }
    }
}
