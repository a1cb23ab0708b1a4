import MigratorSystem
import Testing

#if canImport(Glibc)
import Glibc
#endif

@Suite struct SystemTimeTests {
    #if canImport(Glibc)
    /// A machine that sleeps is not waited for by others.
    @Test func theForwardClockGoesOnWhileTheMachineSleeps() {
        #expect(SystemTime.forward == CLOCK_BOOTTIME)
    }
    #endif

    @Test func bothClocksGoForward() {
        let (wall, awake) = (SystemTime.wall, SystemTime.awake)
        #expect(wall > 1_700_000_000_000_000_000 && awake > 0 && SystemTime.awake >= awake)
    }
}
