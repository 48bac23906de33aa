package io.tidemark.gateway.request;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;

/** The bytes of bodies that all requests hold together: each from its arrival until its answer is out. */
final class BodyRoom {
    static final int MOST = 32 * 1024 * 1024;

    private final Semaphore free = new Semaphore(MOST);

    int held() {
        return MOST - free.availablePermits();
    }

    /** Gives a request its share, and takes it back at the end. */
    void attachTo(RoutingContext request) {
        Share share = new Share();
        request.put(Share.KEY, share);
        request.addEndHandler(sent -> share.giveBack());
    }

    /** What one request holds; used on its event loop alone. */
    final class Share {
        private static final String KEY = Share.class.getName();

        private int held;

        static Share of(RoutingContext request) {
            if (request.get(KEY) instanceof Share share) {
                return share;
            }
            throw new IllegalStateException("a request came past the body gate");
        }

        /** Whether there was room. */
        boolean take(int bytes) {
            boolean taken = free.tryAcquire(bytes);
            held += taken ? bytes : 0;
            return taken;
        }

        private void giveBack() {
            free.release(held);
            held = 0;
        }
    }
}
