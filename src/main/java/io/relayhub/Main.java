package io.relayhub;

import io.relayhub.cli.Cli;
import java.util.List;

/// The program: the command line of [Cli].
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(Cli.run(List.of(args), System.getenv()));
    }
}
