package io.relayhub.connector.spi;

/// Opens one kind of provider. Found by [java.util.ServiceLoader]: a public class with a public constructor without
/// parameters, named in `META-INF/services/io.relayhub.connector.spi.ProviderFactory`.
public interface ProviderFactory {
    /// What stands behind `--provider`: lower case words with hyphens, unique.
    String name();

    /// Looks at the options only: whether they could mean something. Opens nothing and looks for nothing.
    ///
    /// @throws ProviderException when an option is none
    default void check(ProviderOptions options) throws ProviderException {}

    /// @throws ProviderException when it can never work with these options
    Provider open(ProviderOptions options) throws ProviderException;
}
