/// HTTP reads: what dialects know, as answers to plain requests.
@NullMarked
package io.relayhub.web;

import org.jspecify.annotations.NullMarked;
