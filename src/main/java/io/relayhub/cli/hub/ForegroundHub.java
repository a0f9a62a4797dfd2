package io.relayhub.cli.hub;

import io.relayhub.app.HubLaunch;
import io.relayhub.app.HubStartException;
import io.relayhub.app.RunningHub;
import io.relayhub.app.address.PublicAddress;
import io.relayhub.cli.console.Console;
import io.relayhub.cli.console.ExitCode;
import io.relayhub.cli.process.Version;
import io.relayhub.daemon.DaemonException;
import io.relayhub.daemon.Registration;
import io.relayhub.daemon.RollingLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The hub as this very process, in front of a person, under a supervisor, or as what `start` put into the background.
/// Its record in the state directory is for `status`, `stop` and clients on this machine; a hub in the foreground does
/// without when another one has it, or when the directory cannot be used.
final class ForegroundHub {
    /// In the record: whether its output is somewhere else than in the log.
    static final String FOREGROUND = "foreground";

    private final Map<String, String> environment;
    private final HubSettings settings;
    private final Console console;
    private final BackgroundHub place;
    private final boolean isDetached;

    private ForegroundHub(Map<String, String> environment, HubSettings settings, Console console) {
        this.environment = environment;
        this.settings = settings;
        this.console = console;
        this.place = new BackgroundHub(environment);
        this.isDetached = Detached.isThisProcess(environment);
    }

    /// Returns when the hub has stopped, or could not start.
    static int run(HubSettings settings, Console console) {
        return new ForegroundHub(System.getenv(), settings, console).run();
    }

    /// As [#run], in the process that `start` put into the background.
    static int runDetached(HubSettings settings) {
        Console console = Console.ofThisProcess();
        try {
            return run(settings, console);
        } catch (DaemonException e) {
            console.complain(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        }
    }

    private int run() {
        if (isDetached) {
            RollingLog.install(place.files());
        }
        Optional<String> wrong = HubOption.wrongVariable(environment, settings);
        if (wrong.isPresent()) {
            console.complain(wrong.get());
            return ExitCode.FAILED;
        }
        Optional<Registration> registration = announce();
        if (registration.isEmpty() && isDetached) {
            console.complain("Another hub of this user runs already.");
            return ExitCode.FAILED;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        RunningHub.afterShutdown(() -> registration.ifPresent(Registration::close));
        RunningHub hub;
        try {
            hub = RunningHub.start(launch());
        } catch (HubStartException e) {
            registration.ifPresent(Registration::close);
            console.complain(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        }
        hub.onStopped(stopped::countDown);
        PublicAddress address = hub.publicAddress(console::complain);
        registration.ifPresent(place -> place.ready(details(hub, address)));
        if (!isDetached) {
            hub.banner(address).print(System.out);
        }
        return await(stopped);
    }

    private Optional<Registration> announce() {
        try {
            Optional<Registration> registration = Registration.announce(place.directory(), place.daemon(), given());
            if (registration.isEmpty() && !isDetached) {
                console.complain("Another hub of this user runs already: 'relayhub status' and 'relayhub stop' are"
                        + " about that one.");
            }
            return registration;
        } catch (DaemonException e) {
            if (isDetached) {
                throw e;
            }
            console.complain(e.getMessage() + " 'relayhub status' will not know of this hub.");
            return Optional.empty();
        }
    }

    private HubLaunch launch() {
        return new HubLaunch(
                HubLaunch.Kind.PROGRAM,
                settings.asProperties(),
                settings.text(HubOption.TOKEN).or(() -> Detached.token(environment)),
                settings.text(HubOption.HOST));
    }

    /// What is known before it runs.
    private Map<String, Object> given() {
        Map<String, Object> details = new LinkedHashMap<>(settings.asDetails());
        details.put(FOREGROUND, !isDetached);
        return details;
    }

    private Map<String, Object> details(RunningHub hub, PublicAddress address) {
        Map<String, Object> details = given();
        details.put("serverUrl", hub.urlWithToken(address.url(hub.path())));
        details.put("localUrl", hub.urlWithToken(hub.localUrl()));
        details.put("port", (long) hub.port());
        details.put("path", hub.path());
        details.put("token", hub.token());
        hub.health().ifPresent(health -> details.put("health", health.toString()));
        details.put("version", Version.ofThisBuild());
        details.put("directory", System.getProperty("user.dir"));
        return details;
    }

    private static int await(CountDownLatch stopped) {
        try {
            stopped.await();
            return ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }
}
