package io.relayhub.cli.bench;

import io.relayhub.bench.Load;
import io.relayhub.bench.Outcome;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The outcome as one JSON object; docs/cli.md shows it. Times are microseconds where a name does not say otherwise.
final class JsonReport {
    private JsonReport() {}

    static String of(Outcome outcome, String hub) {
        JsonMapper json = JsonMapper.shared();
        ObjectNode all = json.createObjectNode().put("hub", hub);
        load(all.putObject("load"), outcome.load());
        all.put("seconds", outcome.time().toMillis() / 1_000.0)
                .put("complete", outcome.isWhole())
                .put("answers", outcome.answers())
                .put("requestsPerSecond", Math.round(outcome.perSecond()))
                .put("bytesPerSecond", Math.round(outcome.bytesPerSecond()));
        all.putObject("latencyMicros")
                .put("p50", outcome.micros(50))
                .put("p90", outcome.micros(90))
                .put("p99", outcome.micros(99))
                .put("p99.9", outcome.micros(99.9))
                .put("max", outcome.micros(100));
        ObjectNode errors = all.putObject("errors");
        outcome.errors().forEach(errors::put);
        all.put("lateSends", outcome.late())
                .put("unsent", outcome.unsent())
                .put("unanswered", outcome.unanswered())
                .put("lostConnections", outcome.lost())
                .put("ownProcessorShare", rounded(outcome.own()))
                .put("processorShare", rounded(outcome.ofAll()))
                .put("benchWasTheLimit", outcome.wasTheLimit());
        outcome.caveats().forEach(all.putArray("caveats")::add);
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    private static void load(ObjectNode node, Load load) {
        node.put("agents", load.agents()).put("connectors", load.connectors());
        if (load.isOpenLoop()) {
            node.put("rate", load.rate());
        } else {
            node.put("inFlight", load.window());
        }
        node.put("requestBytes", load.requestBytes())
                .put("answerBytes", load.answerBytes())
                .put("idle", load.idle())
                .put("warmUpSeconds", load.warmUp().toMillis() / 1_000.0);
    }

    private static double rounded(double share) {
        return Math.round(share * 100) / 100.0;
    }
}
