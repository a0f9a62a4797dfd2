package io.relayhub.cli.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which reporters in the background are meant: that of an id, or all of them.
final class ReporterChoice {
    @Option(names = "--id", paramLabel = "<id>", description = "Only the one with this id.")
    private @Nullable String id;

    List<BackgroundReporter> chosen(Map<String, String> environment) {
        return BackgroundReporter.recorded(environment).stream()
                .filter(reporter -> id == null
                        || reporter.daemon()
                                .status()
                                .recorded()
                                .flatMap(record -> record.text(BackgroundReporter.ID))
                                .filter(id::equals)
                                .isPresent())
                .toList();
    }
}
