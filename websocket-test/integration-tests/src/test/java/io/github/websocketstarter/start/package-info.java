/**
 * What fails the start of applications with other libraries.
 */
@NullMarked
package io.github.websocketstarter.start;

import org.jspecify.annotations.NullMarked;
