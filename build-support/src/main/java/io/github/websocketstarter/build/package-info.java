/**
 * Makes test runs fail on what the tests themselves cannot see.
 */
@NullMarked
package io.github.websocketstarter.build;

import org.jspecify.annotations.NullMarked;
