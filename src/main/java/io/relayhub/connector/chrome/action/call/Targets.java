package io.relayhub.connector.chrome.action.call;

import io.relayhub.connector.chrome.browser.Tab;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.page.Element;
import io.relayhub.connector.chrome.page.Locator;
import io.relayhub.connector.chrome.page.Patience;
import io.relayhub.connector.chrome.page.Patience.NotYet;
import io.relayhub.connector.spi.ActionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The elements that arguments name, and for how long they are waited for.
public final class Targets {
    /// The members that name an element by its accessible name or a selector.
    public static final List<String> MEMBERS = List.of("selector", "text", "role", "exact", "timeout");

    /// How long an element is waited for where the request does not say.
    public static final Duration WAITING = Duration.ofSeconds(5);

    private Targets() {}

    /// Reads `selector`, or `text` with `role` and `exact`.
    public static Locator locator(Arguments arguments) throws ActionException {
        Optional<Locator> locator = optional(arguments);
        if (locator.isEmpty()) {
            throw Arguments.bad(arguments.whose() + " needs \"selector\" or \"text\".");
        }
        return locator.get();
    }

    /// Empty when none is named.
    public static Optional<Locator> optional(Arguments arguments) throws ActionException {
        if (arguments.has("selector") && arguments.has("text")) {
            throw Arguments.bad(arguments.whose() + " takes one of \"selector\" and \"text\".");
        }
        if (arguments.has("text")) {
            return Optional.of(new Locator.Text(
                    arguments.text("text"),
                    arguments.optionalText("role").orElse(""),
                    arguments.flag("exact", true) ? Locator.Match.EXACT : Locator.Match.CONTAINED));
        }
        return arguments.has("selector") ? Optional.of(Locator.selector(arguments.text("selector"))) : Optional.empty();
    }

    /// Until when an element is waited for: `timeout`, else [#WAITING].
    public static Deadline waiting(Arguments arguments, Deadline deadline) throws ActionException {
        return deadline.orIn(arguments.millis("timeout").orElse(WAITING));
    }

    /// What is done with an element.
    @FunctionalInterface
    public interface Use<T> {
        T with(Element element) throws NotYet, ActionException, CdpException, InterruptedException;
    }

    /// Finds an element and prepares its use, again until the page is ready for it.
    ///
    /// @param until    when it is given up
    /// @param deadline of each question
    public static <T> T prepared(Tab tab, Locator locator, Deadline until, Deadline deadline, Use<T> use)
            throws ActionException, CdpException, InterruptedException {
        return Patience.until(tab, until, () -> {
            try (Element element = locator.find(tab, deadline)) {
                return use.with(element);
            }
        });
    }

    /// The same, and the element is kept; who gets it closes it.
    public static Element kept(Tab tab, Locator locator, Element.Need need, Deadline until, Deadline deadline)
            throws ActionException, CdpException, InterruptedException {
        return Patience.until(tab, until, () -> {
            Element element = locator.find(tab, deadline);
            try {
                element.require(need, deadline);
                return element;
            } catch (NotYet | ActionException | CdpException | InterruptedException e) {
                element.close();
                throw e;
            }
        });
    }
}
