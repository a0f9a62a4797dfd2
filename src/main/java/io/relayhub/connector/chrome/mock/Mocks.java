package io.relayhub.connector.chrome.mock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.browser.Interceptor;
import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// The rules that are set, and their work on paused requests. Kept by the connector, so they outlive the browser's
/// restart. Requests of pages that may not be touched pass unchanged.
public final class Mocks implements Interceptor {
    /// At most so many rules; one more is refused.
    public static final int MAX_MOCKS = 100;

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final List<Mock> mocks = new ArrayList<>();

    /// @return false when there are too many already
    public boolean set(Mock mock) {
        synchronized (lock) {
            mocks.removeIf(other -> sameKey(other, mock));
            return mocks.size() < MAX_MOCKS && mocks.add(mock);
        }
    }

    /// The rule for exactly this target and tab.
    public Optional<Mock> find(Mock like) {
        synchronized (lock) {
            return mocks.stream().filter(other -> sameKey(other, like)).findFirst();
        }
    }

    private static boolean sameKey(Mock one, Mock other) {
        return one.target().getClass() == other.target().getClass()
                && one.target().text().equals(other.target().text())
                && Objects.equals(one.tab(), other.tab());
    }

    /// In the order in which they were set; of several that match a request the last one counts.
    public List<Mock> all() {
        synchronized (lock) {
            return List.copyOf(mocks);
        }
    }

    @Override
    public Mode mode() {
        synchronized (lock) {
            return mocks.stream().anyMatch(Mock::enabled) ? Mode.PAUSED : Mode.PASSING;
        }
    }

    private Optional<Mock> match(Tab tab, String url) {
        if (!tab.permitted()) {
            return Optional.empty();
        }
        return all().reversed().stream()
                .filter(mock -> mock.appliesTo(tab.id(), url))
                .findFirst();
    }

    @Override
    public void onPaused(Tab tab, CdpEvent event) {
        JsonNode paused = event.params();
        String url = paused.path("request").path("url").asString("");
        Optional<Mock> found = match(tab, url);
        PausedRequest request = new PausedRequest(tab, event.session(), paused);
        if (found.isEmpty()) {
            request.pass();
            return;
        }
        Mock mock = found.get();
        boolean answered = paused.has("responseStatusCode") || paused.has("responseErrorReason");
        switch (mock.answer()) {
            case Mock.Answer.Whole(JsonNode data) -> {
                if (!request.answerPreflight()) {
                    after(mock.delay(), () -> request.answer(mock, data));
                }
            }
            case Mock.Answer.Fields(List<Mock.Field> fields) -> {
                if (answered) {
                    after(mock.delay(), () -> request.change(mock, fields));
                } else {
                    request.passAndStopAgain();
                }
            }
            case Mock.Answer.Unchanged() -> after(mock.delay(), request::pass);
        }
    }

    private static void after(Duration delay, Runnable work) {
        if (delay.isZero()) {
            work.run();
        } else {
            CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(work);
        }
    }
}
