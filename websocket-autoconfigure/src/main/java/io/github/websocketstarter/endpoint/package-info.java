/**
 * Annotated beans: mapping, parameters, results, errors.
 */
@NullMarked
package io.github.websocketstarter.endpoint;

import org.jspecify.annotations.NullMarked;
