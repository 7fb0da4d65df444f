/**
 * What messages cost the server, as ratios of two ways to handle them in one run.
 */
@NullMarked
package io.github.websocketstarter.benchmarks;

import org.jspecify.annotations.NullMarked;
