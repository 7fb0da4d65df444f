package io.github.websocketstarter.sample;

import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;

import io.netty.pkitesting.CertificateBuilder;

import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Makes a key and a certificate at each start, so that none has to be kept, renewed or
 * checked in. The key never leaves the memory. An application names its own files
 * instead, with the properties {@code spring.ssl.bundle.*}.
 */
@Configuration(proxyBeanMethods = false)
@Profile("tls")
class SelfSignedTlsConfiguration {

	private static final String IN_MEMORY = "in memory only";

	@Bean
	SslBundleRegistrar selfSignedCertificate() throws Exception {
		KeyStore keys = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.addSanIpAddress("127.0.0.1")
			.addSanIpAddress("::1")
			.setIsCertificateAuthority(true)
			.notAfter(Instant.now().plus(Duration.ofDays(90)))
			.buildSelfSigned()
			.toKeyStore(IN_MEMORY.toCharArray());
		SslBundle bundle = SslBundle.of(SslStoreBundle.of(keys, IN_MEMORY, null), SslBundleKey.of(IN_MEMORY));
		return (registry) -> registry.registerBundle("self-signed", bundle);
	}

}
