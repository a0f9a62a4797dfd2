package io.relayhub.app.address;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A sandbox's API that tells under which public address one of its ports is reached (`relayhub.sandbox.*` in
/// docs/operations.md). It is asked once, when the hub has its port; no answer is a reason to wait longer or to stop.
///
/// @param url     with `{port}` where the port belongs
/// @param field   the answer's member that has the address: a name, or a JSON pointer such as `/data/url`
/// @param timeout for the whole answer
public record PortMapping(String url, String field, Duration timeout) {
    public static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    /// Why there is no address.
    static final class NoAnswerException extends Exception {
        NoAnswerException(String sentence) {
            super(sentence);
        }
    }

    /// Asks and waits.
    ///
    /// @throws NoAnswerException when there is no usable answer in time
    PublicAddress of(int port) throws NoAnswerException, InterruptedException {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(url.replace("{port}", Integer.toString(port))))
                    .header("Accept", "application/json")
                    .build();
        } catch (IllegalArgumentException e) {
            throw new NoAnswerException("its URL is not one");
        }
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            try {
                return address(await(
                        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES))));
            } finally {
                // Closing alone would wait for an answer that never ends.
                client.shutdownNow();
            }
        }
    }

    private HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer)
            throws NoAnswerException, InterruptedException {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new NoAnswerException("no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new NoAnswerException(
                    e.getCause() instanceof IOException ? "it cannot be reached" : "it cannot be asked");
        }
    }

    private PublicAddress address(HttpResponse<String> answer) throws NoAnswerException {
        if (answer.statusCode() != 200) {
            throw new NoAnswerException("it answers with status " + answer.statusCode());
        }
        JsonNode found;
        try {
            found = JsonMapper.shared().readTree(answer.body()).at(field.startsWith("/") ? field : "/" + field);
        } catch (JacksonException e) {
            throw new NoAnswerException("its answer is not JSON");
        } catch (IllegalArgumentException e) {
            throw new NoAnswerException("relayhub.sandbox.port-mapping-field is neither a name nor a JSON pointer");
        }
        if (!found.isString()) {
            throw new NoAnswerException("its answer has no text at " + field);
        }
        return PublicAddress.parse(found.asString())
                .orElseThrow(() -> new NoAnswerException("what its answer has at " + field + " is no address"));
    }
}
