package io.github.websocketstarter.integration;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Kotlin read its own files, which it does once, when they are needed first.
 */
public final class KotlinBlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		String storage = "kotlin.reflect.jvm.internal.impl.storage.LockBasedStorageManager$";
		builder.allowBlockingCallsInside(storage + "LockBasedLazyValue", "invoke")
			.allowBlockingCallsInside(storage + "MapBasedMemoizedFunction", "invoke")
			.allowBlockingCallsInside("kotlinx.coroutines.reactive.ReactiveFlowKt", "<clinit>");
	}

}
