/// HTTP reads: what dialects know, as answers to plain requests; and the pages for people.
@NullMarked
package io.relayhub.web;

import org.jspecify.annotations.NullMarked;
