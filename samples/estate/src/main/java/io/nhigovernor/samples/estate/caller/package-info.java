/** Service accounts that read what is delivered to them and call services at their own pace. */
@NullMarked
package io.nhigovernor.samples.estate.caller;

import org.jspecify.annotations.NullMarked;
