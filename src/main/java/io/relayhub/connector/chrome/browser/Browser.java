package io.relayhub.connector.chrome.browser;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.relayhub.connector.chrome.cdp.CdpConnection;
import io.relayhub.connector.chrome.cdp.CdpDialer;
import io.relayhub.connector.chrome.cdp.CdpException;
import io.relayhub.connector.chrome.cdp.Deadline;
import io.relayhub.connector.chrome.download.DownloadFolder;
import io.relayhub.connector.chrome.download.Downloads;
import io.relayhub.connector.chrome.history.OriginRules;
import io.relayhub.connector.chrome.source.AttachedBrowser;
import io.relayhub.connector.chrome.source.BrowserSource;
import io.relayhub.connector.chrome.source.BrowserSource.Unavailable;
import io.relayhub.connector.chrome.source.LaunchedBrowser;
import io.relayhub.connector.spi.ActionError;
import io.relayhub.connector.spi.ActionException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One browser for all agents, for as long as the connector runs: connected again after it has gone. An attached
/// browser is looked for in the background, so that its tabs are watched from the beginning; a launched one is
/// started at once and, when somebody has closed it, again when it is next needed.
public final class Browser implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration ATTACHING = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LAST_PAUSE_MILLIS = 5_000;
    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final CdpDialer dialer;
    private final BrowserSource source;
    private final OriginRules rules;
    private final Interceptor interceptor;
    private final Consumer<String> notices;
    private final Downloads downloads;
    private final AtomicInteger tabIds = new AtomicInteger();
    private final Thread keeper;

    @GuardedBy("this")
    private @Nullable Tabs tabs;

    @GuardedBy("this")
    private String problem = "The browser is not connected yet.";

    // How often connecting has failed; a waiting request compares.
    @GuardedBy("this")
    private long failures;

    // Requests that wait for the browser just now.
    @GuardedBy("this")
    private int waiting;

    @GuardedBy("this")
    private boolean wanted = true;

    @GuardedBy("this")
    private boolean closed;

    private Browser(
            CdpDialer dialer,
            BrowserSource source,
            OriginRules rules,
            Interceptor interceptor,
            Consumer<String> notices) {
        this.dialer = dialer;
        this.source = source;
        this.rules = rules;
        this.interceptor = interceptor;
        this.notices = notices;
        this.downloads =
                new Downloads(new DownloadFolder(Path.of(System.getProperty("java.io.tmpdir"))), destination(source));
        this.keeper = Thread.ofPlatform().daemon().name("chrome-keeper").unstarted(this::keep);
    }

    /// @param notices told when the browser comes and goes; does not block
    public static Browser start(
            CdpDialer dialer,
            BrowserSource source,
            OriginRules rules,
            Interceptor interceptor,
            Consumer<String> notices) {
        Browser browser = new Browser(dialer, source, rules, interceptor, notices);
        browser.keeper.start();
        return browser;
    }

    /// The tabs of the running browser. Waits while it is starting or being looked for.
    ///
    /// @throws ActionException `UNAVAILABLE` when it is not there by the deadline, or can't be started
    public synchronized Tabs tabs(Deadline deadline) throws ActionException, InterruptedException {
        long failuresBefore = failures;
        waiting++;
        wanted = true;
        notifyAll();
        try {
            while (tabs == null || !source.alive()) {
                if (closed) {
                    throw new ActionException(ActionError.UNAVAILABLE, "The connector is stopping.");
                }
                boolean hopeless = source instanceof LaunchedBrowser && failures > failuresBefore;
                long millis = deadline.millisLeft();
                if (hopeless || millis == 0) {
                    throw new ActionException(ActionError.UNAVAILABLE, problem);
                }
                wait(millis);
            }
            return tabs;
        } finally {
            waiting--;
        }
    }

    /// The tabs of the browser that is connected just now; asks for none.
    public synchronized Optional<Tabs> connected() {
        return Optional.ofNullable(tabs);
    }

    /// A person's own browser keeps what its person downloads.
    private static Downloads.Destination destination(BrowserSource source) {
        return switch (source) {
            case LaunchedBrowser launched -> Downloads.Destination.CONNECTOR;
            case AttachedBrowser attached -> Downloads.Destination.USER;
        };
    }

    /// What its pages have downloaded, before a restart of the browser as well.
    public Downloads downloads() {
        return downloads;
    }

    /// Tells all pages whether their requests are to be paused, as the interceptor has it now.
    public void refreshInterception(Deadline deadline) throws ActionException, CdpException, InterruptedException {
        tabs(deadline).refreshInterception(deadline);
    }

    private void keep() {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (awaitWanted()) {
                if (connect()) {
                    pause = FIRST_PAUSE_MILLIS;
                    awaitGone();
                } else {
                    rest(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1));
                    pause = Math.min(LAST_PAUSE_MILLIS, pause * 2);
                }
            }
        } catch (InterruptedException e) {
            // close() has been called.
        }
    }

    private synchronized boolean awaitWanted() throws InterruptedException {
        while (!wanted && !closed) {
            wait();
        }
        return !closed;
    }

    private boolean connect() throws InterruptedException {
        Deadline deadline = Deadline.in(START);
        try {
            Tabs attached = attach(deadline);
            synchronized (this) {
                // It may have gone again already, and said so.
                tabs = attached.connected() && !closed ? attached : null;
                if (closed) {
                    attached.close();
                    return false;
                }
                notifyAll();
            }
            notices.accept("The browser is connected.");
            return true;
        } catch (Unavailable e) {
            failed(e.sentence());
        } catch (CdpException e) {
            failed(e.sentence());
        }
        return false;
    }

    private Tabs attach(Deadline deadline) throws Unavailable, CdpException, InterruptedException {
        while (true) {
            URI endpoint = source.endpoint(deadline);
            try {
                return Tabs.attach(
                        dialer,
                        endpoint,
                        tabIds,
                        rules,
                        interceptor,
                        dialogs(),
                        downloads,
                        this::onGone,
                        deadline.orIn(ATTACHING));
            } catch (CdpException e) {
                // A launched browser that has just been killed may still look as if it ran: the next look starts it.
                if (source instanceof AttachedBrowser || deadline.passed()) {
                    throw e;
                }
                Thread.sleep(AGAIN);
            }
        }
    }

    private Dialogs.Policy dialogs() {
        return switch (source) {
            case LaunchedBrowser launched -> Dialogs.Policy.DISMISS;
            case AttachedBrowser attached -> Dialogs.Policy.LEAVE;
        };
    }

    private synchronized void failed(String sentence) {
        if (!problem.equals(sentence)) {
            notices.accept(sentence);
        }
        problem = sentence;
        failures++;
        if (source instanceof LaunchedBrowser) {
            wanted = false;
        }
        notifyAll();
    }

    private synchronized void awaitGone() throws InterruptedException {
        while (tabs != null && !closed) {
            wait();
        }
    }

    /// Until the time is over, or the shortest pause while a request waits. A launched browser is not waited for.
    private synchronized void rest(long millis) throws InterruptedException {
        Deadline shortest = Deadline.in(Duration.ofMillis(FIRST_PAUSE_MILLIS));
        Deadline longest = Deadline.in(Duration.ofMillis(millis));
        while (source instanceof AttachedBrowser && !closed) {
            long left = waiting > 0 ? shortest.orEarlier(longest).millisLeft() : longest.millisLeft();
            if (left == 0) {
                return;
            }
            wait(left);
        }
    }

    private void onGone() {
        synchronized (this) {
            boolean connecting = tabs == null;
            tabs = null;
            wanted = source instanceof AttachedBrowser || waiting > 0;
            problem = "The browser has gone.";
            notifyAll();
            if (closed || connecting) {
                return;
            }
        }
        notices.accept("The browser has gone.");
    }

    @Override
    public void close() {
        Tabs last;
        synchronized (this) {
            closed = true;
            last = tabs;
            notifyAll();
        }
        keeper.interrupt();
        if (last != null && source instanceof LaunchedBrowser) {
            sayGoodbye(last);
        }
        if (last != null) {
            last.close();
        }
        source.close();
        downloads.close();
    }

    /// Chrome saves cookies and logins when it is asked to end, and not when it is killed.
    private static void sayGoodbye(Tabs last) {
        try {
            last.call("Browser.close", CdpConnection.object(), Deadline.in(FAREWELL));
        } catch (CdpException e) {
            // It is ended as a process next.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
