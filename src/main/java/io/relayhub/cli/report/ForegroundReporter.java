package io.relayhub.cli.report;

import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.Version;
import io.relayhub.daemon.Registration;
import io.relayhub.daemon.RollingLog;
import io.relayhub.dial.HubAddress;
import io.relayhub.reporter.ReportListener;
import io.relayhub.reporter.ReportOptions;
import io.relayhub.reporter.Reporter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A reporter as this very process: in front of a person, or as what `report start` put into the background.
final class ForegroundReporter {
    private static final long FAREWELL_SECONDS = 5;

    private final HubAddress address;
    private final String secret;
    private final ReportOptions options;
    private final Console console;

    ForegroundReporter(HubAddress address, String secret, ReportOptions options, Console console) {
        this.address = address;
        this.secret = secret;
        this.options = options;
        this.console = console;
    }

    /// Returns when the reporter has ended for good.
    int run() throws InterruptedException {
        return report(console::say, console::complain, (state, reason) -> {});
    }

    /// The same in the background.
    int runDetached(Map<String, String> environment) throws IOException, InterruptedException {
        BackgroundReporter place =
                BackgroundReporter.of(environment, address, options.who().id());
        RollingLog.install(place.files());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put(BackgroundReporter.HUB, address.name());
        details.put(BackgroundReporter.ID, options.who().id());
        details.put("version", Version.ofThisBuild());
        Optional<Registration> registration = Registration.announce(place.directory(), place.daemon(), details);
        if (registration.isEmpty()) {
            console.complain("Another reporter of this user with this id reports to this hub already.");
            return ExitCode.FAILED;
        }
        try (Registration own = registration.get()) {
            Consumer<String> log = line -> console.say(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
            return report(log, log, (state, reason) -> {
                Map<String, Object> all = new LinkedHashMap<>(details);
                all.put(BackgroundReporter.STATE, state);
                all.put(BackgroundReporter.REASON, reason);
                own.ready(all);
            });
        }
    }

    /// @param states told a word and, where there is no connection, why
    private int report(Consumer<String> lines, Consumer<String> complaints, BiConsumer<String, String> states)
            throws InterruptedException {
        ReportListener facts = new ReportListener() {
            @Override
            public void connected() {
                lines.accept("Reporting to " + address + " as '" + options.who().id() + "'");
                states.accept("connected", "");
            }

            @Override
            public void waiting(String reason, Duration delay) {
                complaints.accept(
                        Console.sentence(reason) + "; the next attempt is in " + Math.max(1, delay.toSeconds()) + " s");
                states.accept("reconnecting", reason);
            }
        };
        CountDownLatch over = new CountDownLatch(1);
        try (Reporter reporter = new Reporter(address, secret, options, facts, ThreadLocalRandom.current())) {
            Runnable leave = reporter::close;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                leave.run();
                try {
                    var ignored = over.await(FAREWELL_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            Optional<String> gaveUp = reporter.run();
            gaveUp.ifPresent(reason -> complaints.accept("The reporter has ended: " + reason + "."));
            return gaveUp.isPresent() ? ExitCode.FAILED : ExitCode.OK;
        } finally {
            over.countDown();
        }
    }
}
