package io.relayhub.cli.console;

/// The number with which a command tells the shell how it went (docs/cli.md, "Exit codes").
public final class ExitCode {
    /// It is done.
    public static final int OK = 0;
    /// It could not be done; standard error says why.
    public static final int FAILED = 1;
    /// The command line does not say what to do.
    public static final int USAGE = 2;
    /// What the command is about does not run.
    public static final int NOT_RUNNING = 3;

    private ExitCode() {}
}
