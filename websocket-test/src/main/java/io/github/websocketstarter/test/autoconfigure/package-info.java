/**
 * The test client as a bean, and tests of endpoints without the rest of their
 * application.
 */
@NullMarked
package io.github.websocketstarter.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
