package io.relayhub.cli.connect;

import io.relayhub.cli.console.TimeSpan;
import io.relayhub.cli.process.Version;
import io.relayhub.connector.AllowList;
import io.relayhub.connector.ConnectorId;
import io.relayhub.connector.ConnectorOptions;
import io.relayhub.connector.ProviderSet;
import io.relayhub.connector.spi.ProviderException;
import io.relayhub.connector.spi.ProviderOptions;
import io.relayhub.dial.Backoff;
import io.relayhub.dial.HubAddress;
import io.relayhub.dial.UplinkSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of a connector on the command line; the hub's URL is no part of them.
final class ConnectOptions {
    private static final int MAX_NAME = 128;

    private static final List<String> PROVIDERS_BY_DEFAULT = List.of("native-host", "system");
    private static final String CHROME = "chrome";

    /// What only a browser understands.
    private static final List<String> FOR_CHROME =
            List.of("--chrome", "--chrome-headless", "--chrome-path", "--chrome-profile", "--allow-origin");

    /// The token goes another way, and the last one is the other process's own.
    private static final List<String> NOT_HANDED_ON = List.of("--token", "--detached");

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--token",
            paramLabel = "<token>",
            description = "The hub's token, sent as a header; without it the one in the URL, or MTOP_DEVTOOLS_TOKEN.")
    private @Nullable String token;

    @Option(names = "--id", paramLabel = "<id>", description = "Id at the hub (default: one of this machine and hub).")
    private @Nullable String id;

    @Option(
            names = "--name",
            paramLabel = "<name>",
            description = "Name that agents may ask for (default: the host's).")
    private @Nullable String name;

    @Option(
            names = "--label",
            paramLabel = "<k=v>",
            description = "What agents may choose by; repeatable. os, arch and host are there already.")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--allow",
            paramLabel = "<action,…|@file>",
            description = "The only actions that agents may use; repeatable (default: all).")
    private List<String> allow = List.of();

    @Option(
            names = "--provider",
            paramLabel = "<name>",
            description = "native-host, system, chrome; repeatable, the first one that has an action gets it"
                    + " (default: native-host and system, and chrome where --chrome is given).")
    private List<String> providers = List.of();

    @Option(names = "--native-host-socket", paramLabel = "<path>", description = "Where the native host listens.")
    private @Nullable String nativeHostSocket;

    @Option(
            names = "--chrome",
            paramLabel = "<url|launch>",
            description = "Drive the browser whose DevTools are at this URL, or launch one.")
    private @Nullable String chrome;

    @Option(
            names = {"--chrome-headless", "--headless"},
            description = "Launch it without a window.")
    private boolean chromeHeadless;

    @Option(names = "--chrome-path", paramLabel = "<path>", description = "The browser to launch.")
    private @Nullable String chromePath;

    @Option(
            names = "--chrome-profile",
            paramLabel = "<directory>",
            description = "The profile of the launched browser.")
    private @Nullable String chromeProfile;

    @Option(
            names = "--allow-origin",
            paramLabel = "<origin>",
            description = "The only pages that agents may touch; repeatable (default: all).")
    private List<String> allowOrigins = List.of();

    @Option(
            names = "--heartbeat",
            paramLabel = "<time>",
            converter = TimeSpan.Seconds.class,
            description = "Time between two pings (default: 30s).")
    private Duration heartbeat = UplinkSettings.HEARTBEAT;

    @Option(
            names = "--reconnect",
            paramLabel = "<time>",
            converter = TimeSpan.Millis.class,
            description = "The longest first delay before reconnecting; it doubles up to 30 s (default: 500ms).")
    private Duration reconnect = Backoff.DEFAULT.first();

    @Option(
            names = "--max-reconnect",
            paramLabel = "<n>",
            description = "Attempts in a row before giving up; -1 never does (default: -1).")
    private int maxReconnect = -1;

    @Option(names = "--fail-fast", description = "Give up when the first attempt to connect fails.")
    private boolean failFast;

    @Nullable
    String token() {
        return token;
    }

    List<String> providers() {
        if (!providers.isEmpty()) {
            return providers;
        }
        List<String> all = new ArrayList<>();
        if (chrome != null) {
            all.add(CHROME);
        }
        all.addAll(PROVIDERS_BY_DEFAULT);
        return all;
    }

    ProviderOptions providerOptions(Path home, Consumer<String> notices) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        put(values, "native-host-socket", nativeHostSocket);
        put(values, CHROME, chrome);
        put(values, "chrome-path", chromePath);
        put(values, "chrome-profile", chromeProfile);
        if (chromeHeadless) {
            values.put("chrome-headless", List.of("true"));
        }
        if (!allowOrigins.isEmpty()) {
            values.put("allow-origin", allowOrigins);
        }
        return new ProviderOptions(home, values, notices);
    }

    /// Says what is wrong with the options before anything is opened or started.
    ///
    /// @throws ParameterException when one makes no sense, or they contradict each other
    void check(Path home) {
        requireChromeForItsOptions();
        try {
            checkNames();
            ProviderSet.installed().check(providers(), providerOptions(home, notice -> {}));
            AllowList.parse(allow);
        } catch (ProviderException | IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    /// As long as a hub keeps them.
    private void checkNames() {
        if (name != null && (name.isBlank() || name.length() > MAX_NAME)) {
            throw new IllegalArgumentException("--name has 1 to " + MAX_NAME + " characters");
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (label.getKey().isBlank()
                    || label.getKey().length() > MAX_NAME
                    || label.getValue().length() > MAX_NAME) {
                throw new IllegalArgumentException(
                        "--label has a name of 1 to " + MAX_NAME + " characters, and a value of as many at most");
            }
        }
    }

    private ParameterException wrong(Exception e) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
    }

    /// @throws ParameterException for an option that makes no sense
    ConnectorOptions connectorOptions(HubAddress address, Path home) throws IOException {
        String host = host();
        String own = id == null ? ConnectorId.of(home, host, address) : id;
        try {
            ConnectorOptions options = ConnectorOptions.of(own, name == null ? host : name)
                    .withLabels(allLabels(host))
                    .withAllowed(AllowList.parse(allow))
                    .withHeartbeat(heartbeat)
                    .withBackoff(Backoff.DEFAULT.startingAt(reconnect).atMost(maxReconnect))
                    .withStart(failFast ? ConnectorOptions.Start.FAIL_FAST : ConnectorOptions.Start.PATIENT);
            String version = Version.ofThisBuild();
            return version.equals("unknown") ? options : options.withVersion(version);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    /// The operator who says which pages may be touched has to hear when nothing comes of it.
    private void requireChromeForItsOptions() {
        if (providers().contains(CHROME)) {
            return;
        }
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        for (OptionSpec option : command.getParseResult().matchedOptionsSet()) {
            if (FOR_CHROME.contains(option.longestName())) {
                String remedy = providers.isEmpty() ? "--chrome launch or --chrome <url>" : "--provider chrome";
                throw new ParameterException(
                        command, typedName(option, command) + " is for a browser, and there is none: add " + remedy);
            }
        }
    }

    private static String typedName(OptionSpec option, CommandLine command) {
        return command.getParseResult().originalArgs().stream()
                .map(word -> word.replaceFirst("=.*", ""))
                .filter(List.of(option.names())::contains)
                .findFirst()
                .orElse(option.longestName());
    }

    /// The options as they were typed, for the process that does the work; without the token.
    List<String> typed() {
        List<String> words = new ArrayList<>();
        for (OptionSpec option :
                Objects.requireNonNull(spec).commandLine().getParseResult().matchedOptionsSet()) {
            if (NOT_HANDED_ON.contains(option.longestName())) {
                continue;
            }
            for (String value : option.originalStringValues()) {
                words.add(option.arity().max() == 0 ? option.longestName() : option.longestName() + "=" + value);
            }
        }
        return words;
    }

    private Map<String, String> allLabels(String host) {
        Map<String, String> all = new LinkedHashMap<>();
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        all.put("os", os.startsWith("mac") ? "mac" : os.startsWith("windows") ? "windows" : os);
        all.put("arch", System.getProperty("os.arch"));
        all.put("host", host);
        all.putAll(labels);
        return all;
    }

    private static void put(Map<String, List<String>> values, String option, @Nullable String value) {
        if (value != null) {
            values.put(option, List.of(value));
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
