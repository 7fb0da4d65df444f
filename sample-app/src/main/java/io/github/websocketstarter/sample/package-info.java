/**
 * The sample application.
 */
@NullMarked
package io.github.websocketstarter.sample;

import org.jspecify.annotations.NullMarked;
