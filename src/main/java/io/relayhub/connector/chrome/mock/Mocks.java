package io.relayhub.connector.chrome.mock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.browser.Contexts;
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
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// The rules that are set, and their work on paused requests. Kept by the connector, so they outlive the browser's
/// restart. Requests of pages that may not be touched pass unchanged.
public final class Mocks implements Interceptor {
    /// At most so many rules; one more is refused.
    public static final int MAX_MOCKS = 100;

    /// A rule as it stands.
    ///
    /// @param id   what agents call it
    /// @param used for how many requests it has worked
    public record Standing(String id, Mock mock, int used) {}

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final List<Standing> standing = new ArrayList<>();

    @GuardedBy("lock")
    private int last;

    /// @return empty when there are too many already
    public Optional<Standing> set(Mock mock) {
        synchronized (lock) {
            standing.removeIf(other -> other.mock().replaces(mock));
            if (standing.size() >= MAX_MOCKS) {
                return Optional.empty();
            }
            Standing added = new Standing("m" + ++last, mock, 0);
            standing.add(added);
            return Optional.of(added);
        }
    }

    /// @return how many were removed
    public int remove(Predicate<Standing> which) {
        synchronized (lock) {
            int before = standing.size();
            standing.removeIf(which);
            return before - standing.size();
        }
    }

    /// The rule for exactly this target, method and tab.
    public Optional<Mock> find(Mock like) {
        return all().stream()
                .map(Standing::mock)
                .filter(other -> other.replaces(like))
                .findFirst();
    }

    /// In the order in which they were set; of several that match a request the last one counts.
    public List<Standing> all() {
        synchronized (lock) {
            return List.copyOf(standing);
        }
    }

    @Override
    public Mode mode() {
        return all().stream().anyMatch(one -> one.mock().enabled()) ? Mode.PAUSED : Mode.PASSING;
    }

    /// Finds the rule for a request and counts it as used.
    private Optional<Standing> take(Tab tab, String method, String url) {
        if (!tab.permitted()) {
            return Optional.empty();
        }
        synchronized (lock) {
            for (int i = standing.size() - 1; i >= 0; i--) {
                Standing one = standing.get(i);
                Mock mock = one.mock();
                boolean spent = mock.times() > 0 && one.used() >= mock.times();
                if (!spent && mock.appliesTo(tab, method, url)) {
                    Standing used = new Standing(one.id(), mock, one.used() + 1);
                    standing.set(i, used);
                    return Optional.of(used);
                }
            }
            return Optional.empty();
        }
    }

    /// The rule that was taken for this request when it stood still before.
    private Optional<Standing> again(Tab tab, String method, String url) {
        return all().reversed().stream()
                .filter(one -> one.mock().answer() instanceof Mock.Answer.Fields
                        && one.mock().appliesTo(tab, method, url))
                .findFirst();
    }

    @Override
    public void onPaused(Tab tab, CdpEvent event) {
        JsonNode paused = event.params();
        String url = paused.path("request").path("url").asString("");
        String method = paused.path("request").path("method").asString("");
        boolean answered = paused.has("responseStatusCode") || paused.has("responseErrorReason");
        PausedRequest request = new PausedRequest(tab, event.session(), paused);
        if (!answered && request.isPreflight()) {
            boolean ours = all().stream()
                    .anyMatch(one -> one.mock().answer() instanceof Mock.Answer.Whole
                            && one.mock().appliesTo(tab, request.askedMethod(), url));
            if (ours && tab.permitted()) {
                request.answerPreflight();
            } else {
                request.pass();
            }
            return;
        }
        Optional<Standing> found = answered ? again(tab, method, url) : take(tab, method, url);
        if (found.isEmpty()) {
            request.pass();
            return;
        }
        Mock mock = found.get().mock();
        String id = found.get().id();
        switch (mock.answer()) {
            case Mock.Answer.Whole(JsonNode data) -> after(mock.delay(), () -> request.answer(id, mock, data));
            case Mock.Answer.Bytes bytes -> after(mock.delay(), () -> request.answer(id, mock, bytes));
            case Mock.Answer.Fields(List<Mock.Field> fields) -> {
                if (answered) {
                    after(mock.delay(), () -> request.change(id, mock, fields));
                } else {
                    request.passAndStopAgain();
                }
            }
            case Mock.Answer.Abort(String reason) -> after(mock.delay(), () -> request.abort(reason));
            case Mock.Answer.Unchanged() -> after(mock.delay(), request::pass);
        }
    }

    /// Nothing of it asks for anything any more.
    @Override
    public void onClosed(Tab tab) {
        remove(one -> Objects.equals(one.mock().tab(), tab.id()));
    }

    @Override
    public void onContextClosed(Contexts.Context context) {
        remove(one -> context.equals(one.mock().context()));
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
