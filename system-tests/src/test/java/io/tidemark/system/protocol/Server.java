package io.tidemark.system.protocol;

import java.net.http.HttpHeaders;

/** Whoever answers the requests of the page. */
interface Server {
    /**
     * @param example of which the request is sent, after what was given came about
     * @param bindings what the page's texts stand for
     */
    Reply answer(Example example, Bindings bindings) throws Exception;

    record Reply(int status, HttpHeaders headers, String body) {
        String header(String name) {
            return headers.firstValue(name).orElse("absent");
        }

        @Override
        public String toString() {
            return "%d %s%n%s".formatted(status, headers.map(), body);
        }
    }
}
