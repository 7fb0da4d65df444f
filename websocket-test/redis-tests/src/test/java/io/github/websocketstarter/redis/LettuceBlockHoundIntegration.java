package io.github.websocketstarter.redis;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets threads wait for each other where Lettuce writes to a connection, and where the
 * allocator of its channels becomes larger. Both take a moment only, and neither survives
 * an error at that place: Lettuce's lock would count one writer too few, and never open
 * again.
 */
public final class LettuceBlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		String lock = "io.lettuce.core.protocol.SharedLock";
		builder.allowBlockingCallsInside(lock, "incrementWriters")
			.allowBlockingCallsInside(lock, "doExclusive")
			.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines");
	}

}
